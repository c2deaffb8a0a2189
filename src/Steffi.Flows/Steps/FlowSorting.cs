namespace Steffi.Flows;

/// <summary>Orders flows by one key: stable; numbers before texts, flows without the key before all.</summary>
internal static class FlowSorting
{
    /// <summary>Of flows that no Sort orders, so that the same flows come in the same order each time.</summary>
    public static List<Flow> ByStart(IEnumerable<Flow> flows)
    {
        var list = flows.ToList();
        list.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : string.CompareOrdinal(a.UUID, b.UUID));
        return list;
    }

    public static List<Flow> By(FlowProperty key, bool isDescending, List<Flow> flows)
    {
        var rows = new (Flow Flow, MetadataValue? Value, int Place)[flows.Count];
        for (int i = 0; i < rows.Length; i++) rows[i] = (flows[i], key.Read(flows[i]), i);
        int sign = isDescending ? -1 : 1;
        Array.Sort(rows, (a, b) => Compare(a.Value, b.Value) is var order and not 0 ? sign * order : a.Place.CompareTo(b.Place));
        return [.. rows.Select(row => row.Flow)];
    }

    private static int Compare(MetadataValue? a, MetadataValue? b)
    {
        int rank = Rank(a), order = rank.CompareTo(Rank(b));
        if (order != 0 || rank == 0) return order;
        if (rank == 2) return string.CompareOrdinal(a.ToString(), b.ToString());
        return a!.Value.Kind == ValueKind.Int && b!.Value.Kind == ValueKind.Int
            ? a.Value.AsInt().CompareTo(b.Value.AsInt())
            : Number(a.Value).CompareTo(Number(b!.Value));
    }

    private static int Rank(MetadataValue? value) => value?.Kind switch
    {
        null or ValueKind.Null => 0,
        ValueKind.Int or ValueKind.Double or ValueKind.Bool => 1,
        _ => 2,
    };

    private static double Number(MetadataValue value) => value.Kind switch
    {
        ValueKind.Int => value.AsInt(),
        ValueKind.Double => value.AsDouble(),
        _ => value.AsBool() ? 1 : 0,
    };
}
