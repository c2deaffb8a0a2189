using System.Collections;
namespace Steffi.Gremlin.TinkerPop;

/// <summary>The total order of <c>order()</c>: every value has a place, kind by kind.</summary>
/// <remarks>Source: TinkerPop's provider documentation, Orderability.</remarks>
internal static class Ordering
{
    public const int Unknown = 14;

    public static int Rank(object? value) => value switch
    {
        null => 0,
        bool => 1,
        // Words among keys stand where their text stands.
        string or Enum => 4,
        DateTimeOffset => 3,
        Guid => 5,
        Vertex => 6,
        EdgeElement => 7,
        VertexProperty => 8,
        ElementProperty => 9,
        TraversalPath => 10,
        TraversalSet => 11,
        IList => 12,
        TraversalMap or MapEntry => 13,
        _ => NumberKinds.Of(value) != NumberKind.None ? 2 : Unknown,
    };

    public static int Compare(object? left, object? right)
    {
        int rank = Rank(left), other = Rank(right);
        if (rank != other) return rank.CompareTo(other);
        return (left, right) switch
        {
            (null, _) => 0,
            (bool a, bool b) => a.CompareTo(b),
            (string or Enum, _) => string.CompareOrdinal(Describe.Value(left), Describe.Value(right)),
            (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
            // By their text, as people read them.
            (Guid a, Guid b) => string.CompareOrdinal(a.ToString(), b.ToString()),
            (TraversalElement a, TraversalElement b) => Compare(a.PresentedId, b.PresentedId),
            (ElementProperty a, ElementProperty b) => CompareProperties(a, b),
            (TraversalSet a, TraversalSet b) => InOrder(a.Order(Comparer), b.Order(Comparer)),
            (TraversalMap a, TraversalMap b) => InOrder(Entries(a), Entries(b)),
            (MapEntry a, MapEntry b) => Compare(a.Key, b.Key) is var keys and not 0 ? keys : Compare(a.Value, b.Value),
            (IEnumerable<object?> a, IEnumerable<object?> b) => InOrder(a, b),
            _ when rank == 2 => Arithmetic.Compare(left, right!),
            _ => string.CompareOrdinal(left!.GetType().Name, right!.GetType().Name),
        };
    }

    public static Comparer<object?> Comparer { get; } = Comparer<object?>.Create(Compare);

    private static int CompareProperties(ElementProperty left, ElementProperty right)
    {
        var keys = string.CompareOrdinal(left.Key, right.Key);
        return keys != 0 ? keys : Compare(left.Value, right.Value);
    }

    /// <summary>In order.</summary>
    public static IEnumerable<object?> Entries(TraversalMap map) => map.Select(pair => new MapEntry(pair.Key, pair.Value)).Order(Comparer);

    /// <summary>Item by item: the first pair that is not equal decides, also where it has no order. Of two that begin alike the shorter is the lesser.</summary>
    public static int? CompareItems(IEnumerable<object?> left, IEnumerable<object?> right, Func<object?, object?, int?> compare)
    {
        NestedWork.Enter();
        using var a = left.GetEnumerator();
        using var b = right.GetEnumerator();
        while (true)
        {
            var (more, others) = (a.MoveNext(), b.MoveNext());
            if (!more || !others) return more.CompareTo(others);
            if (compare(a.Current, b.Current) is var order and not 0) return order;
        }
    }

    // Here every pair has an order.
    private static int InOrder(IEnumerable<object?> left, IEnumerable<object?> right) => CompareItems(left, right, static (a, b) => Compare(a, b))!.Value;
}
