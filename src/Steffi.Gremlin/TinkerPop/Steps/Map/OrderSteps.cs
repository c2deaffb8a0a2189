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

        // A shuffle leaves nothing of the orders before it.
        var first = bys.Count;
        while (first > 0 && bys[first - 1].Order != SortOrder.Shuffle) first--;
        if (first > 0) Shuffle(rows, random);
        return rows.Order(Comparer<(T Item, object?[] Keys)>.Create((a, b) => Compare(a.Keys, b.Keys, bys, first))).Select(row => row.Item);
    }

    /// <summary>As java.util.Collections.shuffle, so that a seed means the same as in TinkerPop.</summary>
    private static void Shuffle<T>(List<T> rows, Random random)
    {
        for (var i = rows.Count; i > 1; i--)
        {
            var other = random.Next(i);
            (rows[i - 1], rows[other]) = (rows[other], rows[i - 1]);
        }
    }

    private static int Compare(object?[] left, object?[] right, IReadOnlyList<By> bys, int first)
    {
        for (var i = first; i < left.Length; i++)
        {
            var order = Ordering.Compare(left[i], right[i]);
            if (order != 0) return bys[i].Order == SortOrder.Desc ? -order : order;
        }

        return 0;
    }
}
