namespace Steffi.Gremlin;

/// <summary>A package's step, and every step after one: what it means shows when its input is there.</summary>
internal sealed class OpenOperator(LogicalOpen step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var input = new StepInput(run, step.Call);
        if (run.Shape == Shape.Open && run.Rows!.Apply(step.Call, input) is { } applied)
        {
            run.HandOn(applied);
            return;
        }

        if (step.Definition is ExtensionStep { Extension: { } extension }) run.HandOn(extension.Run(step.Call, input));
        else if (run.Shape == Shape.Open) throw input.Misplaced();
        else Operators.Of(step.Definition.Bind(step.Call, run.Shape, previous: null)).Run(run);
    }
}
