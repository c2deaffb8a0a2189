namespace Steffi.Gremlin;

/// <summary>V and E.</summary>
internal sealed class ElementsStep(string name, Shape shape) : StepDefinition(name)
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count > 1) throw call.Refuse($"{Name} accepts at most one parameter : {call.DescribeArguments()}");
        if (call.Arguments.Count == 1 && !call.Arguments[0].MayBeText)
            throw call.Refuse($"{Name} parameter must be a string : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input != Shape.Graph) throw Misplaced(call, input);
        var id = call.Arguments.Count == 0 ? null : call.Arguments[0].Value.AsString();
        return shape == Shape.Nodes ? new LogicalNodes(call.At, id) : new LogicalEdges(call.At, id);
    }
}

/// <summary>.G, without parentheses.</summary>
internal sealed class GraphStep() : StepDefinition("G", "G")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) =>
        input is Shape.Nodes or Shape.Edges ? new LogicalGraph(call.At) : throw Misplaced(call, input);
}

/// <summary>Context, also called At.</summary>
internal sealed class ContextStep() : StepDefinition("Context")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) =>
        input == Shape.Graph ? new LogicalContext(call.At, TimeContext.Read(call)) : throw Misplaced(call, input);
}
