namespace Steffi;

/// <summary>The nodes of one value, in the order in which they came.</summary>
internal sealed class Posting
{
    private NodeEntry[] _nodes;
    private int _count;
    private bool _clean = true;   // ascending by number, each node once

    public Posting(NodeEntry node)
    {
        _nodes = [node];
        _count = 1;
    }

    public int Count => Volatile.Read(ref _count);

    public void Add(NodeEntry node)
    {
        var last = _nodes[_count - 1];
        if (last == node)
            return;
        if (last.Index > node.Index)
            _clean = false;
        if (_count == _nodes.Length)
        {
            var larger = new NodeEntry[_count * 2];
            _nodes.CopyTo(larger, 0);
            Volatile.Write(ref _nodes, larger);
        }
        _nodes[_count] = node;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>In the order in which they came; one may come several times.</summary>
    public ReadOnlySpan<NodeEntry> All
    {
        get
        {
            int count = Volatile.Read(ref _count);
            return Volatile.Read(ref _nodes).AsSpan(0, count);
        }
    }

    /// <summary>Nodes in ascending order, each once; the array is not to be changed.</summary>
    public NodeEntry[] Read(out int count)
    {
        count = Volatile.Read(ref _count);
        var nodes = Volatile.Read(ref _nodes);
        if (Volatile.Read(ref _clean))
            return nodes;
        var distinct = new SortedDictionary<int, NodeEntry>();
        foreach (var node in nodes.AsSpan(0, count))
            distinct[node.Index] = node;
        count = distinct.Count;
        return [.. distinct.Values];
    }
}
