using System.Net;

namespace Steffi.Gremlin;

internal sealed class ValuesStep() : StepDefinition("Values", "PropertyValues")
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 1) throw call.Refuse($"Values requires 1 parameter : {call.DescribeArguments()}");
        if (!call.Arguments[0].MayBeText) throw call.Refuse($"Values parameter has to be a string key : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input == Shape.Nodes
        ? new LogicalValues(call.At, Field.Of(call.Arguments[0].Value.AsString()))
        : throw Misplaced(call, input);
}

internal sealed class ValueMapStep() : StepDefinition("ValueMap", "PropertyValueMap")
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count == 0) throw call.Refuse($"ValueMap requires at least on parameter : {call.DescribeArguments()}");
        if (call.Arguments.Any(argument => !argument.MayBeText))
            throw call.Refuse($"ValueMap parameters have to be string keys : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input == Shape.Nodes
        ? new LogicalValueMap(call.At, [.. call.Arguments.Select(key => Field.Of(key.Value.AsString()))])
        : throw Misplaced(call, input);
}

internal sealed class KeysStep() : StepDefinition("Keys", "PropertyKeys")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) =>
        input == Shape.Nodes ? new LogicalKeys(call.At) : throw Misplaced(call, input);
}

internal sealed class SumStep() : StepDefinition("Sum", "Sum")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input != Shape.Nodes) throw Misplaced(call, input);
        if (call.Arguments.Count != 1) throw call.Fail("Sum requires 1 parameter");
        if (!call.Arguments[0].IsText) throw call.Fail("Sum parameter has to be a string key");
        return new LogicalSum(call.At, Field.Of(call.Arguments[0].Value.AsString()));
    }
}

internal sealed class NextHopStep() : StepDefinition("NextHop")
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 1) throw call.Refuse($"NextHop accepts one parameter : {call.DescribeArguments()}");
        if (!call.Arguments[0].MayBeText) throw call.Refuse("NextHop parameter have to be a string");
        if (call.Arguments[0].IsText && !TryReadAddress(call, out _)) throw call.Refuse("NextHop parameter have to be a valid IP address");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input == Shape.Nodes && TryReadAddress(call, out var address)
        ? new LogicalNextHops(call.At, address)
        : throw Misplaced(call, input);

    /// <summary>Whole addresses only: IPAddress alone would also take 10.1.</summary>
    private static bool TryReadAddress(StepCall call, out IPAddress address)
    {
        var text = call.Arguments[0].Value.AsString();
        return IPAddress.TryParse(text, out address!) && !text.Contains('%') && (text.Contains(':') || text.Count(c => c == '.') == 3);
    }
}
