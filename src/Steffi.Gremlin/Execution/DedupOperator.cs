namespace Steffi.Gremlin;

/// <summary>Dedup of nodes and of the nodes of paths, of edges, of values.</summary>
internal static class DedupOperator
{
    public static Operator Of(LogicalDedup step) => step.Of switch
    {
        Shape.Edges => new EdgeDedupOperator(step),
        Shape.Values => new ValueDedupOperator(step),
        _ => new NodeDedupOperator(step),
    };
}

internal sealed class NodeDedupOperator(LogicalDedup step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = run.StartNodes();
        using var met = new IndexSet(step.Keys.Count == 0 ? run.Scope.View.NodeIndexLimit : 0);
        var combinations = new HashSet<ValueCombination>();
        if (step.Of == Shape.Paths)
        {
            foreach (var path in run.Paths)
            {
                foreach (var node in path) Offer(run, node, met, combinations, output);
            }
        }
        else
        {
            foreach (ref readonly var node in run.Nodes.Span)
            {
                if (output.Count >= step.Range.To) break;
                Offer(run, node, met, combinations, output);
            }
        }

        run.HandOnNodes();
        run.Nodes.Slice(step.Range);
    }

    private void Offer(QueryRun run, in Node node, IndexSet met, HashSet<ValueCombination> combinations, ElementBuffer<Node> output)
    {
        run.Budget.Tick();
        if (step.Keys.Count == 0 ? met.Add(node.Index) : IsNew(node, combinations)) output.Add(node);
    }

    /// <summary>Missing keys are left out; a node with none of them equals no other.</summary>
    private bool IsNew(in Node node, HashSet<ValueCombination> combinations)
    {
        var values = new List<MetadataValue>(step.Keys.Count);
        foreach (var key in step.Keys)
        {
            if (key.TryRead(node, out var value)) values.Add(value);
        }

        return values.Count == 0 || combinations.Add(new ValueCombination(values));
    }
}

internal sealed class EdgeDedupOperator(LogicalDedup step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = run.StartEdges();
        using var met = new IndexSet(step.Keys.Count == 0 ? run.Scope.View.EdgeIndexLimit : 0);
        var combinations = new HashSet<ValueCombination>();
        foreach (ref readonly var edge in run.Edges.Span)
        {
            if (output.Count >= step.Range.To) break;
            run.Budget.Tick();
            if (step.Keys.Count == 0 ? met.Add(edge.Index) : IsNew(edge, combinations)) output.Add(edge);
        }

        run.HandOnEdges();
        run.Edges.Slice(step.Range);
    }

    private bool IsNew(in Edge edge, HashSet<ValueCombination> combinations)
    {
        var values = new List<MetadataValue>(step.Keys.Count);
        foreach (var key in step.Keys)
        {
            if (key.TryRead(edge, out var value)) values.Add(value);
        }

        return values.Count == 0 || combinations.Add(new ValueCombination(values));
    }
}

internal sealed class ValueDedupOperator(LogicalDedup step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = new List<MetadataValue>();
        var met = new HashSet<MetadataValue>();
        foreach (var value in run.Values)
        {
            run.Budget.Tick();
            if (met.Add(value)) output.Add(value);
        }

        var from = (int)Math.Min(step.Range.From, output.Count);
        var to = (int)Math.Min(step.Range.To, output.Count);
        run.HandOnValues(to > from ? output[from..to] : []);
    }
}

/// <summary>The values of several keys, compared as a whole.</summary>
internal readonly struct ValueCombination(List<MetadataValue> values) : IEquatable<ValueCombination>
{
    private readonly List<MetadataValue> _values = values;

    public bool Equals(ValueCombination other) => _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => obj is ValueCombination other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values) hash.Add(value);
        return hash.ToHashCode();
    }
}
