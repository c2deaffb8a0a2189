namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>order()</c>: stable; what a by() gives nothing for is left out.</summary>
internal sealed class OrderStep : BarrierStep
{
    public override int MostBys => int.MaxValue;

    protected override IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope) => Sorting.Sort(all, traverser => (traverser, traverser.Value), Bys, scope.Run.RandomOf(this));
}

/// <summary><c>order(local)</c>: the items of a collection, or the entries of a map.</summary>
internal sealed class OrderLocalStep : MapStep
{
    public override int MostBys => int.MaxValue;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            TraversalMap map => new TraversalMap(
                Sort(traverser, map.Select(pair => (object?)new MapEntry(pair.Key, pair.Value))).Cast<MapEntry>().Select(entry => KeyValuePair.Create(entry.Key, entry.Value))),
            IEnumerable<object?> items => Sort(traverser, items).ToList(),
            var other => other,
        };
        return true;
    }

    private IEnumerable<object?> Sort(Traverser traverser, IEnumerable<object?> items) => Sorting.Sort(items, item => (traverser, item), Bys, traverser.Run.RandomOf(this));
}

internal static class Sorting
{
    public static IEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, (Traverser Traverser, object? Value)> look, IReadOnlyList<By> bys, Random random)
    {
        if (bys.Count == 0) bys = [By.Identity];
        var rows = new List<(T Item, object?[] Keys)>();
        foreach (var item in items)
        {
            var (traverser, value) = look(item);
            var keys = new object?[bys.Count];
            var i = 0;
            while (i < keys.Length && bys[i].TryApply(traverser, value, out keys[i])) i++;
            if (i == keys.Length) rows.Add((item, keys));
        }

        for (var i = 0; i < bys.Count; i++)
        {
            if (bys[i].Order != SortOrder.Shuffle) continue;
            foreach (var row in rows) row.Keys[i] = random.NextDouble();
        }

        return rows.Order(Comparer<(T Item, object?[] Keys)>.Create((a, b) => Compare(a.Keys, b.Keys, bys))).Select(row => row.Item);
    }

    private static int Compare(object?[] left, object?[] right, IReadOnlyList<By> bys)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var order = Ordering.Compare(left[i], right[i]);
            if (order != 0) return bys[i].Order == SortOrder.Desc ? -order : order;
        }

        return 0;
    }
}
