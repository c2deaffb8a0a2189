namespace Steffi.Gremlin;

/// <summary>Range and Limit on their own.</summary>
internal sealed class RangeOperator(LogicalRange step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        if (step.Of == Shape.Nodes) run.Nodes.Slice(step.Range);
        else if (step.Of == Shape.Edges) run.Edges.Slice(step.Range);
        else
        {
            var from = (int)Math.Min(step.Range.From, run.Values.Count);
            var to = (int)Math.Min(step.Range.To, run.Values.Count);
            run.HandOnValues(to > from ? run.Values[from..to] : []);
        }
    }
}

/// <summary>Count of what another step had to collect.</summary>
internal sealed class CountOperator(LogicalCount step) : Operator(step.At)
{
    public override void Run(QueryRun run) => run.HandOnValue(step.Of == Shape.Nodes ? run.Nodes.Count : run.Edges.Count);
}

internal sealed class AsOperator(LogicalAs step) : Operator(step.At)
{
    public override void Run(QueryRun run) => run.Remember(step.Name);
}

internal sealed class SelectOperator(LogicalSelect step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = run.StartNodes();
        foreach (var name in step.Names)
        {
            if (!run.TryRecall(name, out var nodes)) throw At.Error($"Key {name} not registered. Need to be registered using 'As' step");
            output.AddRange(nodes);
        }

        run.HandOnNodes();
    }
}
