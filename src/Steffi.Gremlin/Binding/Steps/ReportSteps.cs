namespace Steffi.Gremlin;

/// <summary>Explain and Profile: the last step, whatever stands before it.</summary>
internal sealed class ReportStep(string name, bool runs) : StepDefinition(name)
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 0) throw call.Refuse($"{Name} accepts no parameter : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => new LogicalReport(call.At, runs);
}
