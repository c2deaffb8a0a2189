namespace Steffi.Gremlin;

/// <summary>Has: all pairs fit; with one argument the key is present. Also on maps of values.</summary>
internal sealed class HasStep() : StepDefinition("Has", "Has")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input is not (Shape.Nodes or Shape.Edges or Shape.Values)) throw Misplaced(call, input);
        var condition = Condition.Read(call) ?? throw call.Fail("At least one parameter must be provided");
        return input == Shape.Values ? new LogicalValueFilter(call.At, condition) : new LogicalFilter(call.At, input) { Where = condition };
    }
}

/// <summary>HasEither: one of the pairs fits.</summary>
internal sealed class HasEitherStep() : StepDefinition("HasEither", "HasEither")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input is not (Shape.Nodes or Shape.Edges)) throw Misplaced(call, input);
        var condition = Condition.Read(call, either: true) ?? throw call.Fail("At least one parameter must be provided");
        return new LogicalFilter(call.At, input) { Where = condition };
    }
}

/// <summary>HasKey and HasNot.</summary>
internal sealed class KeyStep(string name, ValueTest test) : StepDefinition(name, name)
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 1 || !call.Arguments[0].MayBeText)
            throw call.Refuse($"{Name} accepts only one parameter of type string : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input is not (Shape.Nodes or Shape.Edges)) throw Misplaced(call, input);
        return new LogicalFilter(call.At, input) { Where = Condition.Of(Field.Of(call.Arguments[0].Value.AsString()), test) };
    }
}
