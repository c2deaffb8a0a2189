namespace Steffi.Gremlin;

internal sealed class AsStep() : StepDefinition("As", "As")
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 1) throw call.Refuse($"As requires 1 parameter : {call.DescribeArguments()}");
        if (!call.Arguments[0].MayBeText) throw call.Refuse($"As parameter has to be a string key : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) =>
        input == Shape.Nodes ? new LogicalAs(call.At, call.Arguments[0].Value.AsString()) : throw Misplaced(call, input);
}

internal sealed class SelectStep() : StepDefinition("Select", "Select")
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count == 0) throw call.Refuse($"Select requires at least one key : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input != Shape.Nodes) throw Misplaced(call, input);
        if (call.Arguments.Any(name => !name.IsText)) throw call.Fail("Select accepts only string parameters");
        return new LogicalSelect(call.At, [.. call.Arguments.Select(name => name.Value.AsString())]);
    }
}
