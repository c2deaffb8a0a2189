using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>
/// The steps that ask about flows and metrics: Flows on the graph and on nodes with all that follows it, and Metrics on nodes.
/// <c>GremlinDialect.Skydive.With(new FlowSteps(live, history))</c>, and the same for TinkerPop. Thread-safe.
/// </summary>
/// <param name="live">What Flows gives without Context.</param>
/// <param name="history">What it gives under Context, with those live flows that have not been reported to it yet; null for none: then such a query is refused ("No storage").</param>
/// <param name="packetFilter">Compiles BPF's expression; throws <see cref="ArgumentException"/> with the reason for a bad one. Null where there is no compiler.</param>
public sealed class FlowSteps(ILiveFlows live, FlowHistory? history = null, Func<string, IPacketFilter>? packetFilter = null) : StepExtension
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } =
        ["Flows", "Hops", "Nodes", "CaptureNode", "Node", "RawPackets", "BPF", "Group", "MoreThan", "Metrics", "Aggregates"];

    /// <inheritdoc/>
    public override void Check(StepCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        switch (call.Name.ToUpperInvariant())
        {
            case "BPF":
                if (call.Arguments.Count != 1) throw call.Refuse("BPF requires 1 parameter");
                if (!call.Arguments[0].MayBeText) throw call.Refuse("BPF parameter has to be a string");
                break;
            case "METRICS":
                NodeMetrics.ReadField(call);
                break;
            case "AGGREGATES":
                MetricRows.CheckAggregates(call);
                break;
            case "MORETHAN":
                if (call.Arguments.Count > 1 || call.Arguments is [{ IsInteger: false, Kind: not ArgumentKind.Parameter }])
                    throw call.Refuse($"MoreThan accepts one parameter, an integer : {call.DescribeArguments()}");
                break;
        }
    }

    /// <inheritdoc/>
    /// <returns>The fields by which flows are looked up, those of one condition joined by "or"; empty where all are looked at.</returns>
    public override string Explain(StepCall call, bool isOnNodes, IReadOnlyList<StepCall> following)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(following);
        if (!call.Name.Equals("Flows", StringComparison.OrdinalIgnoreCase)) return "";
        try
        {
            List<FlowCondition> where = call.Arguments.Count == 0 ? [] : [.. FlowCondition.Read(call)];
            // As FlowRows takes them up: conditions also from behind Dedup and Sort.
            foreach (var next in following)
            {
                string name = next.Name.ToUpperInvariant();
                if (name is "HAS" or "HASEITHER") where.AddRange(FlowCondition.Read(next, either: name == "HASEITHER"));
                else if (name is not ("HASKEY" or "HASNOT" or "DEDUP" or "SORT")) break;
            }

            var seeks = FlowCondition.LookupOf(where).Demands.Select(terms => string.Join(" or ", terms.Select(term => term.Field).Distinct()))
                .Concat(isOnNodes ? [nameof(FlowField.NodeTID)] : []).Distinct().ToArray();
            return seeks.Length == 0 ? "" : $"seek [{string.Join(", ", seeks)}]";
        }
        catch (QueryException)
        {
            // The run says what is wrong, where it comes to it.
            return "";
        }
    }

    /// <inheritdoc/>
    public override StepResult Run(StepCall call, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(input);
        return call.Name.ToUpperInvariant() switch
        {
            "FLOWS" when input.IsGraph || input.IsNodes || input.IsPaths => StepResult.OfRows(new FlowRows(Search(call, input), packetFilter)),
            "METRICS" when input.IsNodes => StepResult.OfRows(NodeMetrics.Of(input, NodeMetrics.ReadField(call))),
            _ => throw input.Misplaced(),
        };
    }

    private FlowSearch Search(StepCall call, StepInput input)
    {
        var scope = ScopeOf(call, input);
        var where = call.Arguments.Count == 0 ? [] : FlowCondition.Read(call);
        return new FlowSearch(scope, input.IsGraph ? where : [.. where, FlowCondition.CapturedOn(input)], input.Tick, input.Cancellation);
    }

    private FlowScope ScopeOf(StepCall call, StepInput input) => TimeSlice.Of(input) is { } slice
        ? new PastScope(history ?? throw call.Fail("No storage"), live, slice)
        : new LiveScope(live);
}
