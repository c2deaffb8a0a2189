namespace Steffi.Gremlin;

internal sealed class DedupStep() : StepDefinition("Dedup", "Dedup")
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Any(argument => !argument.MayBeText))
            throw call.Refuse($"Dedup parameters have to be string keys : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input is not (Shape.Nodes or Shape.Edges or Shape.Paths or Shape.Values)) throw Misplaced(call, input);
        Field[] keys = input == Shape.Values ? [] : [.. call.Arguments.Select(key => Field.Of(key.Value.AsString()))];
        return new LogicalDedup(call.At, input, keys);
    }
}

/// <summary>Range and Limit.</summary>
internal sealed class RangeStep(string name, int count) : StepDefinition(name, name)
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != count)
            throw call.Refuse($"{Name} requires {count} parameter{(count == 1 ? "" : "s")} : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        // Of values only what Has or Dedup kept can be cut: so it is in Skydive, where the limit became part of those.
        var isList = previous is LogicalValueFilter or LogicalDedup or LogicalRange;
        if (input is not (Shape.Nodes or Shape.Edges) && !(input == Shape.Values && isList)) throw Misplaced(call, input);
        var bounds = call.Arguments.Select(argument => ReadBound(call, argument)).ToArray();
        return new LogicalRange(call.At, input, bounds is [var from, var to] ? new RowRange(from, to) : new RowRange(0, bounds[0]));
    }

    private long ReadBound(StepCall call, StepArgument argument)
    {
        if (!argument.IsInteger) throw call.Fail($"{argument} is not an integer");
        var bound = argument.Value.AsInt();
        return bound >= 0 ? bound : throw call.Fail($"{Name} must not be negative: {bound}");
    }
}

internal sealed class SortStep() : StepDefinition("Sort", "Sort")
{
    public override void Check(StepCall call)
    {
        var arguments = call.Arguments;
        if (arguments.Count > 2) throw call.Refuse($"Sort accepts 1 predicate and 1 string parameter : {call.DescribeArguments()}");
        if (arguments.Count == 1 && !arguments[0].MayBeText) throw call.Refuse($"Sort parameter has to be a string key : {arguments[0]}");
        if (arguments.Count < 2) return;
        if (arguments[0] is not { Kind: ArgumentKind.Constant, Constant: QueryConstant.Asc or QueryConstant.Desc })
            throw call.Refuse($"Use ASC or DESC predicate : {arguments[0]}");
        if (!arguments[1].MayBeText) throw call.Refuse($"Second sort parameter has to be a string key : {arguments[1]}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input != Shape.Nodes) throw Misplaced(call, input);
        // An empty key asks for the default, as in Skydive.
        var key = call.Arguments.Count == 0 ? "" : call.Arguments[^1].Value.AsString();
        var descending = call.Arguments.Count == 2 && call.Arguments[0].Constant == QueryConstant.Desc;
        return new LogicalSort(call.At, key.Length == 0 ? AttributeField.CreatedAt : Field.Of(key), descending);
    }
}

internal sealed class CountStep() : StepDefinition("Count", "Count")
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 0) throw call.Refuse($"Count accepts no parameter : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input is Shape.Nodes or Shape.Edges
        ? new LogicalCount(call.At, input)
        : throw Misplaced(call, input);
}
