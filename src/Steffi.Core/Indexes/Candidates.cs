namespace Steffi;

/// <summary>The nodes of some values of an index, each once.</summary>
/// <param name="limit">Of the numbers of nodes that the reader knows; those above are left out.</param>
internal sealed class Candidates(int limit) : IDisposable
{
    private readonly IndexSet _found = new(limit);
    private int _count;

    /// <summary>So many that a look at all nodes costs no more.</summary>
    public bool AreMost => _count > limit / 2;

    public void Add(ReadOnlySpan<NodeEntry> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.Index < limit && _found.Add(node.Index))
                _count++;
        }
    }

    /// <returns>Ascending; null for those that were taken out of the table.</returns>
    public NodeEntry?[] Read(NodeTable nodes)
    {
        var all = new NodeEntry?[_count];
        int next = 0;
        foreach (int index in _found)
            all[next++] = nodes[index];
        return all;
    }

    public void Dispose() => _found.Dispose();
}
