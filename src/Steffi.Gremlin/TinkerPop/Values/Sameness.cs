namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Sameness, as keys of maps, members of sets and dedup ask for it: values of one kind only, so that 1 and 1L are two, and NaN is
/// itself. What P.eq asks is <see cref="Comparing"/>.
/// </summary>
internal static class Sameness
{
    public static bool Same(object? left, object? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null) return false;
        // What walks are made of comes first: barriers and dedup ask this of every traverser.
        if (left is TraversalElement or string) return left.Equals(right);
        NestedWork.Enter();
        return (left, right) switch
        {
            (TraversalSet a, TraversalSet b) => a.Count == b.Count && a.All(b.Contains),
            (TraversalMap a, TraversalMap b) => a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && Same(pair.Value, other)),
            (MapEntry a, MapEntry b) => Same(a.Key, b.Key) && Same(a.Value, b.Value),
            (TraversalPath a, TraversalPath b) => SameItems(a, b) && a.Labels.Zip(b.Labels).All(pair => SameLabels(pair.First, pair.Second)),
            (List<object?> a, List<object?> b) => SameItems(a, b),
            _ => left.Equals(right),
        };
    }

    public static int Hash(object? value)
    {
        switch (value)
        {
            case null:
                return 0;
            case TraversalElement or string:
                return value.GetHashCode();
        }

        NestedWork.Enter();
        switch (value)
        {
            case TraversalSet set:
                return set.Aggregate(7, (sum, item) => sum + Hash(item));
            case TraversalMap map:
                return map.Aggregate(11, (sum, pair) => sum + HashCode.Combine(Hash(pair.Key), Hash(pair.Value)));
            case MapEntry entry:
                return HashCode.Combine(Hash(entry.Key), Hash(entry.Value));
            case IReadOnlyList<object?> list:
                return list.Aggregate(13, (sum, item) => HashCode.Combine(sum, Hash(item)));
            default:
                return value.GetHashCode();
        }
    }

    /// <summary>In any order: a path is the same only under the same labels.</summary>
    private static bool SameLabels(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        left.Count == right.Count && (left.Count == 0 || !left.Except(right).Any());

    private static bool SameItems(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i])) return false;
        }

        return true;
    }
}
