namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>sample(n)</c>: some of all, by their weight where by() gives one.</summary>
internal sealed class SampleStep(int count) : BarrierStep
{
    public override int MostBys => 1;

    protected override IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope)
    {
        var weights = new List<(Traverser Traverser, double Weight)>();
        foreach (var traverser in all)
        {
            if (Bys.Count == 0) weights.Add((traverser, 1));
            else if (Bys[0].TryApply(traverser, out var weight)) weights.Add((traverser, weight is null ? 0 : Arithmetic.ToDouble(weight)));
        }

        if (weights.Sum(item => item.Traverser.Bulk) <= count) return weights.Select(item => item.Traverser);
        var chosen = new Dictionary<Traverser, long>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < count; i++)
        {
            var picked = Pick(weights, chosen, scope.Run.Random);
            chosen[picked] = chosen.GetValueOrDefault(picked) + 1;
        }

        return all.Where(chosen.ContainsKey).Select(traverser =>
        {
            traverser.Bulk = chosen[traverser];
            return traverser;
        });
    }

    private static Traverser Pick(List<(Traverser Traverser, double Weight)> items, Dictionary<Traverser, long> chosen, Random random)
    {
        double Left((Traverser Traverser, double Weight) item) => item.Weight * (item.Traverser.Bulk - chosen.GetValueOrDefault(item.Traverser));
        var at = random.NextDouble() * items.Sum(Left);
        foreach (var item in items)
        {
            if (Left(item) is > 0 and var weight && (at -= weight) < 0) return item.Traverser;
        }

        return items.First(item => item.Traverser.Bulk > chosen.GetValueOrDefault(item.Traverser)).Traverser;
    }
}

/// <summary><c>sample(local, n)</c>: some items of a collection.</summary>
internal sealed class SampleLocalStep(int count) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            TraversalMap map => new TraversalMap(Some(map.ToList(), traverser)),
            TraversalSet set => new TraversalSet(Some(set.ToList(), traverser)),
            IEnumerable<object?> items => Some(items.ToList(), traverser),
            var other => other,
        };
        return true;
    }

    private List<T> Some<T>(List<T> items, Traverser traverser)
    {
        while (items.Count > count) items.RemoveAt(traverser.Run.Random.Next(items.Count));
        return items;
    }
}
