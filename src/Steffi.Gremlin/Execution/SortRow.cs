namespace Steffi.Gremlin;

/// <summary>One row's key. Numbers come before texts, rows without the key before all.</summary>
internal readonly struct SortRow
{
    public required int Place { get; init; }

    private int Rank { get; init; }

    private Number Number { get; init; }

    public string? Text { get; private init; }

    public static SortRow Of(int place, bool isPresent, MetadataValue value)
    {
        if (!isPresent || value.IsNull) return new SortRow { Place = place };
        if (value.Kind != ValueKind.String && Number.TryRead(value, out var number)) return new SortRow { Place = place, Rank = 1, Number = number };
        return new SortRow { Place = place, Rank = 2, Text = value.ToString() };
    }

    public int CompareKey(in SortRow other)
    {
        if (Rank != other.Rank) return Rank.CompareTo(other.Rank);
        return Rank switch
        {
            1 => Number.CompareTo(other.Number),
            2 => string.CompareOrdinal(Text, other.Text),
            _ => 0,
        };
    }
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
