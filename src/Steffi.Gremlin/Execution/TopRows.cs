namespace Steffi.Gremlin;

/// <summary>The first rows of an order, in a heap whose top is the last of them: what comes after it is not kept.</summary>
internal sealed class TopRows(LogicalSort sort)
{
    private readonly RowOrder _order = new(sort.IsDescending);
    private readonly int _wanted = (int)Math.Min(sort.Range.To, Array.MaxLength);
    private readonly PriorityQueue<(SortRow Row, Node Node), SortRow> _heap = new(new RowOrder(sort.IsDescending).Reversed);
    private byte[] _lastText = [];
    private string? _lastSet;
    private int _place;

    public void Offer(in Node node)
    {
        var place = _place++;
        if (_wanted == 0 || (_lastSet is not null && ComesAfterLast(node))) return;
        var row = SortRow.Of(sort, place, node);
        if (_heap.Count < _wanted) _heap.Enqueue((row, node), row);
        else if (_order.Compare(row, _heap.Peek().Row) < 0) _heap.DequeueEnqueue((row, node), row);
        if (_heap.Count == _wanted) SetLast(_heap.Peek().Row.Text);
    }

    /// <summary>In order.</summary>
    public void WriteTo(ElementBuffer<Node> output)
    {
        var rows = new Node[_heap.Count];
        for (var i = rows.Length - 1; i >= 0; i--) rows[i] = _heap.Dequeue().Node;
        output.AddRange(rows);
        output.Slice(sort.Range);
    }

    private void SetLast(string? text)
    {
        if (text == _lastSet) return;
        _lastSet = text;
        _lastText = text is null ? [] : System.Text.Encoding.UTF8.GetBytes(text);
    }

    /// <summary>True only where it surely does: most rows are refused by a glance at their packed bytes, and no string is made.</summary>
    private bool ComesAfterLast(in Node node)
    {
        if (sort.Key.Path is not { } path || node.LookUp(path, out var value) != PackedLookup.Found || value[0] < PackedTag.ShortString) return false;
        value = value[1..];
        var same = value.CommonPrefixLength(_lastText);
        // One is the other's beginning.
        if (same == value.Length || same == _lastText.Length) return sort.IsDescending ? value.Length < _lastText.Length : value.Length > _lastText.Length;
        // Bytes are in the order of UTF-16 unless one of them begins a surrogate pair or what comes behind those.
        if (value[same] >= 0xEE || _lastText[same] >= 0xEE) return false;
        return value[same] < _lastText[same] == sort.IsDescending;
    }
}
