namespace Steffi.Gremlin.TinkerPop;

/// <summary>Makes one map of the groups of several: what stands at a key in more than one is put together.</summary>
/// <param name="aggregation">How; null for lists, which follow one another.</param>
internal sealed class GroupMergeStep(Aggregation? aggregation) : ReduceStep
{
    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value)
    {
        var groups = new TraversalMap();
        foreach (var (key, held) in input.SelectMany(traverser => (TraversalMap)traverser.Value!))
        {
            groups[key] = groups.TryGetValue(key, out var known) ? Join(known, held) : held;
            scope.Run.Budget.CheckElements(groups.Count);
        }

        value = groups;
        return true;
    }

    private object? Join(object? one, object? other)
    {
        if (aggregation is null) return Reducing.Apply(SackOperator.AddAll, one, other);
        Aggregations.TryApply(aggregation.Value, [(one, 1), (other, 1)], out var joined);
        return joined;
    }
}

/// <summary>Values again out of maps from each to how many there are.</summary>
internal sealed class CountedValuesStep : Step
{
    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var (value, count) in input.SelectMany(traverser => (TraversalMap)traverser.Value!))
        {
            Enter(scope);
            var traverser = scope.Start(value);
            traverser.Bulk = (long)count!;
            yield return traverser;
        }
    }
}
