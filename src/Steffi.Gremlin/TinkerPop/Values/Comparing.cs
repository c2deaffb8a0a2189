using System.Collections;
namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// What predicates ask: whether values are equal, and how they compare, where they can be compared at all.
/// Numbers compare by value across their kinds; NaN equals nothing.
/// </summary>
/// <remarks>Source: TinkerPop's provider documentation, Gremlin semantics.</remarks>
internal static class Comparing
{
    public static bool AreEqual(object? left, object? right)
    {
        if (left is null || right is null) return left is null && right is null;
        if (NumberKinds.Of(left) != NumberKind.None && NumberKinds.Of(right) != NumberKind.None)
            return !Arithmetic.IsNaN(left) && !Arithmetic.IsNaN(right) && Arithmetic.Compare(left, right) == 0;
        NestedWork.Enter();
        return (left, right) switch
        {
            (TraversalSet a, TraversalSet b) => a.Count == b.Count && a.All(item => b.Contains(item) || b.Any(other => AreEqual(item, other))),
            (TraversalMap a, TraversalMap b) => a.Count == b.Count && a.All(pair => Find(b, pair.Key, out var other) && AreEqual(pair.Value, other)),
            (MapEntry a, MapEntry b) => AreEqual(a.Key, b.Key) && AreEqual(a.Value, b.Value),
            (TraversalPath a, TraversalPath b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
            (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
            (IEnumerable and not string, _) or (_, IEnumerable and not string) => false,
            _ => left.Equals(right),
        };
    }

    /// <summary>Less than zero, zero, more; null where the order is not defined.</summary>
    public static int? Compare(object? left, object? right)
    {
        if (left is null || right is null) return left is null && right is null ? 0 : null;
        if (Arithmetic.IsNaN(left) || Arithmetic.IsNaN(right)) return null;
        var rank = Ordering.Rank(left);
        if (rank != Ordering.Rank(right) || rank == Ordering.Unknown) return null;
        return (left, right) switch
        {
            (ElementProperty a, ElementProperty b) => string.CompareOrdinal(a.Key, b.Key) is var keys and not 0 ? keys : Compare(a.Value, b.Value),
            (TraversalSet a, TraversalSet b) => Ordering.CompareItems(a.Order(Ordering.Comparer), b.Order(Ordering.Comparer), Compare),
            (TraversalMap a, TraversalMap b) => Ordering.CompareItems(Ordering.Entries(a), Ordering.Entries(b), Compare),
            (MapEntry a, MapEntry b) => Compare(a.Key, b.Key) is var keys and not 0 ? keys : Compare(a.Value, b.Value),
            (IEnumerable<object?> a, IEnumerable<object?> b) => Ordering.CompareItems(a, b, Compare),
            _ => Ordering.Compare(left, right),
        };
    }

    private static bool Find(TraversalMap map, object? key, out object? value)
    {
        if (map.TryGetValue(key, out value)) return true;
        foreach (var (other, held) in map)
        {
            if (!AreEqual(key, other)) continue;
            value = held;
            return true;
        }

        return false;
    }
}
