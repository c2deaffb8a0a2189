namespace Steffi.Gremlin;

/// <summary>Sort: keys are read once, then rows are ordered by key and place, which makes it stable. A range keeps a heap instead.</summary>
internal sealed class SortOperator(LogicalSort step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var nodes = run.Nodes.Span;
        var order = new RowOrder(step.IsDescending);
        var rows = step.Range.To < nodes.Length ? First(nodes, order, run.Budget) : Whole(nodes, order, run.Budget);

        var output = run.StartNodes();
        foreach (var row in rows) output.Add(nodes[row.Place]);
        run.HandOnNodes();
        run.Nodes.Slice(step.Range);
    }

    private SortRow[] Whole(ReadOnlySpan<Node> nodes, RowOrder order, Budget budget)
    {
        var rows = new SortRow[nodes.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = ReadRow(nodes, i, budget);
        Array.Sort(rows, order);
        return rows;
    }

    /// <summary>The heap's top is the last of the rows kept: what comes after it is not kept.</summary>
    private SortRow[] First(ReadOnlySpan<Node> nodes, RowOrder order, Budget budget)
    {
        var count = (int)step.Range.To;
        if (count == 0) return [];
        var heap = new PriorityQueue<SortRow, SortRow>(count, Comparer<SortRow>.Create((a, b) => order.Compare(b, a)));
        for (var i = 0; i < nodes.Length; i++)
        {
            var row = ReadRow(nodes, i, budget);
            if (heap.Count < count) heap.Enqueue(row, row);
            else if (order.Compare(row, heap.Peek()) < 0) heap.DequeueEnqueue(row, row);
        }

        var rows = new SortRow[heap.Count];
        for (var i = rows.Length - 1; i >= 0; i--) rows[i] = heap.Dequeue();
        return rows;
    }

    private SortRow ReadRow(ReadOnlySpan<Node> nodes, int place, Budget budget)
    {
        budget.Tick();
        return SortRow.Of(place, step.Key.TryRead(nodes[place], out var value), value);
    }
}

/// <summary>One row's key. Numbers come before texts, rows without the key before all.</summary>
internal readonly struct SortRow
{
    public required int Place { get; init; }

    private int Rank { get; init; }

    private Number Number { get; init; }

    private string? Text { get; init; }

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
    public int Compare(SortRow x, SortRow y)
    {
        var order = isDescending ? y.CompareKey(x) : x.CompareKey(y);
        return order != 0 ? order : x.Place.CompareTo(y.Place);
    }
}
