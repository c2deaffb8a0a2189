using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>One row's key. Rows without the key come before all; ranks are those of <see cref="Ordering"/>.</summary>
internal readonly struct SortRow
{
    private const int Bools = 1, Numbers = 2, Texts = 4;

    public required int Place { get; init; }

    private int Rank { get; init; }

    private Number Number { get; init; }

    public string? Text { get; private init; }

    /// <summary>Null where the number or the text says it all.</summary>
    private object? Other { get; init; }

    public static SortRow Of(LogicalSort sort, int place, in Node node)
    {
        if (!sort.Key.TryRead(node, out var value) || value.IsNull) return new SortRow { Place = place };
        return sort.OrdersTypes ? OfType(place, value) : Of(place, value);
    }

    private static SortRow Of(int place, MetadataValue value)
    {
        if (value.Kind != ValueKind.String && Number.TryRead(value, out var number)) return new SortRow { Place = place, Rank = Numbers, Number = number };
        return new SortRow { Place = place, Rank = Texts, Text = value.ToString() };
    }

    private static SortRow OfType(int place, MetadataValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                return new SortRow { Place = place, Rank = Texts, Text = value.AsString() };
            case ValueKind.Bool:
                return new SortRow { Place = place, Rank = Bools, Number = new Number(value.AsBool() ? 1 : 0) };
            case ValueKind.Int:
                return new SortRow { Place = place, Rank = Numbers, Number = new Number(value.AsInt()) };
            default:
                var typed = TypedValue.Read(value);
                return new SortRow { Place = place, Rank = Ordering.Rank(typed), Other = typed };
        }
    }

    public int CompareKey(in SortRow other)
    {
        if (Rank != other.Rank) return Rank.CompareTo(other.Rank);
        if (Other is not null || other.Other is not null) return Ordering.Compare(Other ?? Typed, other.Other ?? other.Typed);
        return Rank switch
        {
            Bools or Numbers => Number.CompareTo(other.Number),
            Texts => string.CompareOrdinal(Text, other.Text),
            _ => 0,
        };
    }

    private object? Typed => TypedValue.Read(Number.ToValue());
}

internal sealed class RowOrder(bool isDescending) : IComparer<SortRow>
{
    public IComparer<SortRow> Reversed => Comparer<SortRow>.Create((x, y) => Compare(y, x));

    public int Compare(SortRow x, SortRow y)
    {
        var order = isDescending ? y.CompareKey(x) : x.CompareKey(y);
        return order != 0 ? order : x.Place.CompareTo(y.Place);
    }
}
