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
        return Choose(weights, scope.Run.RandomOf(this));
    }

    /// <summary>Goes through what is left again and again, until enough are taken: TinkerPop's way, and with its random numbers its choice.</summary>
    private List<Traverser> Choose(List<(Traverser Traverser, double Weight)> items, Random random)
    {
        var left = items.ConvertAll(item => item.Traverser.Bulk);
        var total = items.Sum(item => item.Weight * item.Traverser.Bulk);
        var chosen = new List<Traverser>();
        while (chosen.Count < count && total > 0)
        {
            var sum = 0.0;
            for (var i = 0; i < items.Count; i++)
            {
                var taken = false;
                for (var k = 0L; k < left[i] && !taken; k++)
                {
                    items[i].Traverser.Run.Budget.Tick();
                    sum += items[i].Weight;
                    taken = random.NextDouble() <= sum / total;
                }

                if (!taken) continue;
                left[i]--;
                total -= items[i].Weight;
                var one = items[i].Traverser.Split();
                one.Bulk = 1;
                chosen.Add(one);
                break;
            }
        }

        return chosen;
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
        if (items.Count <= count) return items;
        var chosen = new List<T>();
        while (chosen.Count < count)
        {
            var at = traverser.Run.RandomOf(this).Next(items.Count);
            chosen.Add(items[at]);
            items.RemoveAt(at);
        }

        return chosen;
    }
}
