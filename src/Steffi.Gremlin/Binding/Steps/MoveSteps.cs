namespace Steffi.Gremlin;

/// <summary>Out, In, Both.</summary>
internal sealed class HopStep(Direction direction) : StepDefinition(direction.ToString(), direction.ToString())
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input == Shape.Nodes
        ? new LogicalHop(call.At, direction) { Where = Condition.Read(call) }
        : throw Misplaced(call, input);
}

/// <summary>OutE, InE, BothE.</summary>
internal sealed class IncidentStep(Direction direction) : StepDefinition($"{direction}E")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input == Shape.Nodes
        ? new LogicalIncident(call.At, direction) { Where = Condition.Read(call) }
        : throw Misplaced(call, input);
}

/// <summary>OutV, InV, BothV.</summary>
internal sealed class EndsStep(Direction direction) : StepDefinition($"{direction}V")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input == Shape.Edges
        ? new LogicalEnds(call.At, direction) { Where = Condition.Read(call) }
        : throw Misplaced(call, input);
}

/// <summary>Ascendants, Descendants, Neighbors.</summary>
internal sealed class ReachStep(Reach reach) : StepDefinition(reach.ToString())
{
    private static readonly Condition Ownership = Condition.Of(Field.Of("RelationType"), new TextEqualTest("ownership"));

    public override void Check(StepCall call)
    {
        var count = call.Arguments.Count;
        // Skydive reads the filter while it parses, so that its errors are the parser's. An open parameter is judged later.
        if (count > 1 && !HasParameter(call.Arguments)) ReadFilter(call);
        if (count % 2 == 1 && call.Arguments[^1] is { Kind: not ArgumentKind.Parameter, IsInteger: false })
            throw call.Refuse($"{Name} last argument must be the maximum depth specified as an integer");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input != Shape.Nodes) throw Misplaced(call, input);
        var depth = call.Arguments.Count % 2 == 1 ? call.Arguments[^1].Value.AsInt() : 1;
        if (depth < 0) throw call.Fail($"{Name} depth must not be negative: {depth}");
        var edges = call.Arguments.Count > 1 ? ReadFilter(call) : Ownership;
        return new LogicalReach(call.At, reach, edges, depth == 0 && reach != Reach.Neighbors ? long.MaxValue : depth);
    }

    private Condition ReadFilter(StepCall call)
    {
        var pairs = call.Arguments.Take(call.Arguments.Count / 2 * 2).ToArray();
        try
        {
            return Condition.Read(new StepCall(call.Name, pairs, call.At, bound: true), either: true)!;
        }
        catch (QueryException e)
        {
            throw call.Refuse($"{Name} accepts an optional number of key/value tuples and an optional depth: {e.Reason}");
        }
    }

    private static bool HasParameter(IReadOnlyList<StepArgument> arguments) =>
        arguments.Any(argument => argument.Kind == ArgumentKind.Parameter || HasParameter(argument.Items));
}
