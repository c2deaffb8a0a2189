namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>range</c>, <c>limit</c>, <c>skip</c>: in a repeat each round counts anew.</summary>
internal sealed class RangeStep(long low, long high) : Step
{
    public RowRange Range => new(Math.Max(0, low), high < 0 ? long.MaxValue : high);

    public override bool IsStateful => true;

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        if (high == 0) yield break;
        var at = 0L;
        foreach (var traverser in input)
        {
            Enter(scope);
            // What of the bulk lies within.
            var (start, end) = (Math.Max(at, low), high < 0 ? at + traverser.Bulk : Math.Min(at + traverser.Bulk, high));
            at += traverser.Bulk;
            if (start < end)
            {
                traverser.Bulk = end - start;
                yield return traverser;
            }

            // No further look upstream: it may never end.
            if (high >= 0 && at >= high) yield break;
        }
    }
}

internal sealed class TailStep(long count) : BarrierStep
{
    protected override IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope)
    {
        var surplus = all.Sum(traverser => traverser.Bulk) - count;
        foreach (var traverser in all)
        {
            if (surplus < traverser.Bulk)
            {
                if (surplus > 0) traverser.Bulk -= surplus;
                yield return traverser;
                surplus = 0;
            }
            else
            {
                surplus -= traverser.Bulk;
            }
        }
    }
}

/// <summary><c>range(local, …)</c> and its kin: a part of a collection. One item alone is the item for tail and limit of one on maps never.</summary>
internal sealed class RangeLocalStep(long low, long high, bool fromEnd) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            TraversalMap map => new TraversalMap(Part(map.ToList())),
            TraversalSet set => new TraversalSet(Part(set.ToList())),
            TraversalPath path => CutPath(path),
            IEnumerable<object?> items => Part(items.ToList()),
            var other => other,
        };
        return true;
    }

    private TraversalPath CutPath(TraversalPath path)
    {
        var kept = Part(Enumerable.Range(0, path.Count).ToList());
        return new TraversalPath([.. kept.Select(i => path[i])], [.. kept.Select(i => path.Labels[i])]);
    }

    private List<T> Part<T>(List<T> items)
    {
        var from = (int)Math.Min(fromEnd ? Math.Max(0, items.Count - high) : low, items.Count);
        var to = fromEnd || high < 0 ? items.Count : (int)Math.Min(high, items.Count);
        return items.GetRange(from, Math.Max(0, to - from));
    }
}
