namespace Steffi;

/// <summary>The linkers of a graph; follows every transaction with the edges that it makes right or wrong.</summary>
internal sealed class LinkerSet(string host)
{
    private readonly List<LinkTable> _tables = [];
    private bool _distrusted;

    public void Add(Linker linker, Graph graph)
    {
        if (_tables.Exists(table => table.Linker.Name == linker.Name))
            throw new ArgumentException($"There is a linker '{linker.Name}' already.");
        var table = new LinkTable(linker);
        _tables.Add(table);
        var writer = graph.Writer;
        writer.Begin(host, table.Origin);
        Start(table, writer.Tables, writer);
        foreach (var edge in graph.Live.Edges)
        {
            // What an earlier process left and no longer matches.
            if (edge.Origin == table.Origin && !table.Holds(edge.Entry))
                writer.Write(GraphEvent.EdgeDeleted(graph.Now, edge.Id));
        }
    }

    public bool Remove(Linker linker, Graph graph)
    {
        int at = _tables.FindIndex(table => table.Linker == linker);
        if (at < 0)
            return false;
        string origin = _tables[at].Origin;
        _tables.RemoveAt(at);
        graph.Writer.Begin(host, origin);
        foreach (var edge in graph.Live.Edges)
        {
            if (edge.Origin == origin)
                graph.Writer.Write(GraphEvent.EdgeDeleted(graph.Now, edge.Id));
        }
        return true;
    }

    /// <summary>A transaction was undone: what the tables know may be of it.</summary>
    public void Distrust() => _distrusted = _tables.Count > 0;

    public void Follow(List<(Element Element, Revision? Old)> changed, GraphWriter writer)
    {
        if (_tables.Count == 0)
            return;
        var nodes = new HashSet<NodeEntry>();
        // Links that are written below add to the list, but never nodes.
        for (int i = 0, count = changed.Count; i < count; i++)
        {
            if (changed[i].Element.Node is { } node)
                nodes.Add(node);
        }
        if (_distrusted)
        {
            _distrusted = false;
            foreach (var table in _tables)
            {
                writer.Begin(host, table.Origin);
                table.Clear();
                Start(table, writer.Tables, writer);
            }
            return;
        }
        if (nodes.Count == 0)
            return;
        foreach (var table in _tables)
        {
            writer.Begin(host, table.Origin);
            foreach (var node in nodes)
                table.Move(node, writer);
        }
    }

    private static void Start(LinkTable table, GraphTables tables, GraphWriter writer)
    {
        for (int i = 0; i < tables.Nodes.Count; i++)
        {
            if (tables.Nodes[i] is { Head.Alive: true } node)
                table.Move(node, writer);
        }
    }
}
