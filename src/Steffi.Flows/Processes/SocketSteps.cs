using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>
/// The step Sockets of Skydive's dialect: the sockets of nodes (the key Sockets, which the plugin socketinfo writes), and those at
/// the ends of flows. <c>dialect.With(new SocketSteps())</c>. Thread-safe.
/// </summary>
public sealed class SocketSteps : StepExtension
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = ["Sockets"];

    /// <inheritdoc/>
    public override void Check(StepCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Arguments.Count > 0) throw call.Refuse($"Sockets accepts no parameter : {call.DescribeArguments()}");
    }

    /// <inheritdoc/>
    public override StepResult Run(StepCall call, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(input);
        return input switch
        {
            { IsNodes: true } => StepResult.OfRows(SocketRows.OfNodes(input)),
            { Rows: FlowRows flows } => StepResult.OfRows(SocketRows.OfFlows(flows.Flows, input)),
            _ => throw input.Misplaced(),
        };
    }
}
