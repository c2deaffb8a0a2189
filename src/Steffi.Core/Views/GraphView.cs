namespace Steffi;

/// <summary>What a view shows.</summary>
public enum ViewKind
{
    /// <summary>The newest state at the moment when the view was made.</summary>
    Live,
    /// <summary>The state at one instant, at most one revision an element.</summary>
    Instant,
    /// <summary>Every revision that stood within a window.</summary>
    Window,
}

/// <summary>A consistent, read-only view of the graph: fixed at the moment when it was made, whatever is written afterwards.</summary>
/// <remarks>Thread-safe; needs no disposal. Making one copies nothing. What a late event puts into the past is seen by views that
/// are made after it.</remarks>
public sealed class GraphView
{
    private readonly PublishedState _state;
    private readonly long _from;   // inclusive
    private readonly long _last;   // inclusive
    private readonly bool _closed, _every, _instant;

    internal GraphView(Graph graph, PublishedState state)
    {
        Graph = graph;
        _state = state;
        _last = _from = long.MaxValue;
        Kind = ViewKind.Live;
    }

    internal GraphView(Graph graph, PublishedState state, long from, long last, bool closed, bool every, bool instant)
        : this(graph, state)
    {
        (_from, _last, _closed, _every, _instant) = (from, last, closed, every, instant);
        Kind = every ? ViewKind.Window : ViewKind.Instant;
    }

    /// <summary>What the view shows.</summary>
    public ViewKind Kind { get; }

    /// <summary>The time that the view shows; null for a live one. An instant is a window of one tick.</summary>
    public TimeWindow? Window => Kind == ViewKind.Live
        ? null
        : new(Instant.FromTicks(_from), Instant.FromTicks(Math.Min(_last, DateTime.MaxValue.Ticks - 1) + 1), _closed);

    /// <summary>The graph behind the view.</summary>
    public Graph Graph { get; }

    /// <summary>How many events the graph had taken in when the view was made: of two views the one with the greater version is newer.</summary>
    public long Version => _state.Version;

    /// <summary>All nodes, in the order of their first appearance; in a window each revision on its own, the oldest first.</summary>
    public NodeSequence Nodes => NodeSequence.All(this, _state);

    /// <summary>All edges, in the order of their first appearance; in a window each revision on its own, the oldest first.</summary>
    public EdgeSequence Edges => EdgeSequence.All(this, _state);

    /// <summary>How many items <see cref="Nodes"/> has: at once on a live view, by counting on others.</summary>
    public int CountNodes()
    {
        if (Kind == ViewKind.Live)
            return _state.LiveNodes;
        int count = 0;
        foreach (var _ in Nodes)
            count++;
        return count;
    }

    /// <summary>How many items <see cref="Edges"/> has: at once on a live view, by counting on others.</summary>
    public int CountEdges()
    {
        if (Kind == ViewKind.Live)
            return _state.LiveEdges;
        int count = 0;
        foreach (var _ in Edges)
            count++;
        return count;
    }

    /// <summary>Greater than every <see cref="Node.Index"/> in the view.</summary>
    public int NodeIndexLimit => _state.NodeCount;

    /// <summary>Greater than every <see cref="Edge.Index"/> in the view.</summary>
    public int EdgeIndexLimit => _state.EdgeCount;

    /// <summary>The node of an id; where the view is a window its newest revision.</summary>
    /// <returns>False when no such node stands in the view.</returns>
    public bool TryGetNode(ElementId id, out Node node) => TryShow(Graph.Tables.Nodes.Find(id), out node);

    /// <summary>The node of a <see cref="Node.Index"/>; where the view is a window its newest revision.</summary>
    /// <returns>False when it does not stand in the view.</returns>
    public bool TryGetNode(int index, out Node node) =>
        TryShow((uint)index < (uint)_state.NodeCount ? Graph.Tables.Nodes[index] : null, out node);

    /// <summary>The edge of an id; where the view is a window its newest revision.</summary>
    /// <returns>False when no such edge stands in the view.</returns>
    public bool TryGetEdge(ElementId id, out Edge edge)
    {
        for (var known = Graph.Tables.Edges.Find(id); known is { } entry; known = entry.SameId)
        {
            if (Find(entry) is { } at)
            {
                edge = new Edge(this, entry, at);
                return true;
            }
        }
        edge = default;
        return false;
    }

    /// <summary>Every revision of a node in the view, the oldest first: at most one unless the view is a window.</summary>
    public IReadOnlyList<Node> Revisions(ElementId nodeId)
    {
        var found = new List<Revision>();
        if (Graph.Tables.Nodes.Find(nodeId) is not { } entry)
            return [];
        FindAll(entry, found);
        return found.ConvertAll(at => new Node(this, entry, at));
    }

    /// <summary>Whether an index exists on the path.</summary>
    public bool HasIndex(MetadataPath path) => Graph.Tables.ReadyIndexOn(path) is not null;

    /// <summary>Nodes that may hold a value at an indexed path.</summary>
    /// <param name="path">Compared by its text.</param>
    /// <param name="value">A list in the metadata is found by each of its items; 1 and 1.0 find each other.</param>
    /// <param name="candidates">All nodes of the view that hold the value, and possibly others: check each.</param>
    /// <param name="estimate">At least the number of candidates.</param>
    /// <returns>False when the path has no index.</returns>
    public bool TryFindNodes(MetadataPath path, MetadataValue value, out NodeSequence candidates, out int estimate)
    {
        var index = Graph.Tables.ReadyIndexOn(path);
        estimate = 0;
        candidates = default;
        if (index is null)
            return false;
        if (index.Find(value) is { } posting)
            candidates = NodeSequence.Of(this, posting.Read(out estimate), estimate);
        return true;
    }

    /// <summary>Nodes that may hold one of some values at an indexed path: in the order of a scan, each once.</summary>
    /// <returns>False when the path has no index, or it saves nothing.</returns>
    internal bool TryFindNodes(MetadataPath path, IReadOnlyList<MetadataValue> values, out NodeSequence candidates)
    {
        candidates = default;
        if (Graph.Tables.ReadyIndexOn(path) is not { } index)
            return false;
        using var found = new Candidates(_state.NodeCount);
        foreach (var value in values)
        {
            if (index.Find(value) is { } posting)
                found.Add(posting.All);
        }
        return TryRead(found, ref candidates);
    }

    /// <inheritdoc cref="TryFindNodes(MetadataPath, IReadOnlyList{MetadataValue}, out NodeSequence)"/>
    /// <param name="path">Compared by its text.</param>
    /// <param name="test">Asked once for each value that the index holds; of a list's items as if they stood alone.</param>
    /// <param name="candidates">Check each.</param>
    internal bool TryFindNodes(MetadataPath path, PackedTest test, out NodeSequence candidates)
    {
        candidates = default;
        if (CountValues(path) is null || Graph.Tables.ReadyIndexOn(path) is not { } index)
            return false;
        using var found = new Candidates(_state.NodeCount);
        index.Collect(test, found);
        return TryRead(found, ref candidates);
    }

    private bool TryRead(Candidates found, ref NodeSequence candidates)
    {
        if (found.AreMost)
            return false;
        var nodes = found.Read(Graph.Tables.Nodes);
        candidates = NodeSequence.Of(this, nodes, nodes.Length);
        return true;
    }

    /// <summary>How many values an index on the path holds; null where there is none, or it holds more values than there are nodes.</summary>
    internal int? CountValues(MetadataPath path) =>
        Graph.Tables.ReadyIndexOn(path) is { Count: var count } && count <= _state.NodeCount ? count : null;

    /// <summary>The undirected path of fewest edges to the nearest node that is a target, both ends included.</summary>
    /// <param name="from">May be a target itself: then the path is this node alone.</param>
    /// <param name="isTarget">Asked once for each node reached.</param>
    /// <param name="follow">Which edges may be used; null for all.</param>
    /// <param name="cancel">Checked every few hundred nodes.</param>
    /// <returns>Empty when no target can be reached.</returns>
    public IReadOnlyList<Node> ShortestPath(Node from, Func<Node, bool> isTarget, Func<Edge, bool>? follow = null, CancellationToken cancel = default) =>
        Steffi.ShortestPath.Nearest(this, from, isTarget, follow, cancel);

    /// <summary>An undirected path of fewest edges between two nodes, both ends included, searched from both ends.</summary>
    /// <returns>Empty when there is none.</returns>
    public IReadOnlyList<Node> ShortestPath(Node from, Node to, Func<Edge, bool>? follow = null, CancellationToken cancel = default) =>
        Steffi.ShortestPath.Between(this, from, [to], follow, cancel);

    /// <summary>An undirected path of fewest edges to the nearest of some nodes, both ends included, searched from both ends.</summary>
    /// <returns>Empty when there is none.</returns>
    public IReadOnlyList<Node> ShortestPath(
        Node from, IReadOnlyCollection<Node> targets, Func<Edge, bool>? follow = null, CancellationToken cancel = default) =>
        Steffi.ShortestPath.Between(this, from, targets, follow, cancel);

    /// <summary>The newest revision of the node that the view shows.</summary>
    internal Revision? Find(NodeEntry node) => Find(node.HeadAt(_state.Version));

    /// <summary>The newest revision of the edge that the view shows; <see cref="Revision.OfRecord"/> where the edge has no other than its first.</summary>
    internal Revision? Find(EdgeEntry edge)
    {
        if (edge.Block.HeadOf(edge.Place) is { } head)
            return Find(Revision.Published(head, _state.Version));
        return edge.StandsAsFirst(_state.Version, _last) ? Revision.OfRecord : null;
    }

    private Revision? Find(Revision? head) => _last == long.MaxValue ? head is { Alive: true } ? head : null : FindPast(head);

    private Revision? FindPast(Revision? head) =>
        head is not null && head.Time > _last ? Settle(Revision.At(head, _last), _last + 1) : Settle(head, long.MaxValue);

    /// <summary>The first part of Find, for many elements at once.</summary>
    /// <param name="head">The element's; a plain edge has none.</param>
    /// <param name="isOpen">Whether the search goes on, with <see cref="Step"/> of what is returned. Else it is the result.</param>
    internal Revision? Start(Revision head, out bool isOpen)
    {
        var at = Revision.Published(head, _state.Version);
        isOpen = false;
        if (_last == long.MaxValue)
            return at is { Alive: true } ? at : null;
        if (at is null || at.Time <= _last)
            return Settle(at, long.MaxValue);
        at = at.Towards(_last);
        isOpen = at is not null;
        return at;
    }

    /// <summary>The next step, from a revision with one after it that is too new.</summary>
    internal Revision? Step(Revision at, out bool isOpen)
    {
        isOpen = false;
        if (at.Time <= _last)
            return Settle(at, _last + 1);
        var next = at.Towards(_last);
        isOpen = next is not null;
        return next;
    }

    /// <summary>Whether a block of elements can be passed by.</summary>
    internal bool Misses(BlockLife life) => life.IsEmpty(_from, _last, _state.Version);

    /// <param name="head">The newest revision at or before the view's last instant.</param>
    /// <param name="end">When it ended, where that is not known from a revision after it.</param>
    private Revision? Settle(Revision? head, long end)
    {
        if (_instant)
            return head is { Alive: true } ? head : null;
        for (; head is not null; head = head.Previous)
        {
            if (head.Alive && head.Time < end)
                return Reaches(end) ? head : null;
            end = head.Time;
            if (!Reaches(end))
                return null;
        }
        return null;
    }

    /// <summary>Whether what ended at this instant still belongs to the view.</summary>
    private bool Reaches(long end) => _closed ? end >= _from : end > _from;

    /// <summary>Every revision of the element in the view, the oldest first, added to <paramref name="found"/>.</summary>
    internal void FindAll(Element element, List<Revision> found)
    {
        if (!_every || (element.Node is null && element.Edge.IsPlain))
        {
            if ((element.Node is { } node ? Find(node) : Find(element.Edge)) is { } only)
                found.Add(only);
            return;
        }
        int start = found.Count;
        long end = long.MaxValue;
        for (var at = HeadOf(element); at is not null && Reaches(end); at = at.Previous)
        {
            if (at.Alive && at.Time <= _last && at.Time < end)
                found.Add(at);
            end = at.Time;
        }
        found.Reverse(start, found.Count - start);
    }

    private Revision? HeadOf(Element element) => Revision.Published(element.Head, _state.Version);

    internal bool ShowsEvery => _every;

    internal IReadOnlyList<ValueSpan> HistoryOf(Element element, MetadataPath path) =>
        ValueSpan.Read(Revision.At(HeadOf(element), _last), _every ? _from : long.MinValue, path);

    internal Metadata WithSamples(NodeEntry node, Revision at) => SampledMetadata.Of(node.Series!, at, LastInstantOf(node, at));

    internal bool TryGetSampled(NodeEntry node, Revision at, MetadataPath path, out MetadataValue value) =>
        SampledMetadata.TryGet(node.Series!, at, LastInstantOf(node, at), path, out value);

    /// <summary>The last instant, in UTC ticks, at which the view shows a revision.</summary>
    private long LastInstantOf(NodeEntry node, Revision at)
    {
        long last = _last;
        if (_every)
        {
            // A row of a window shows the counters as they were when the revision ended.
            for (var next = node.HeadAt(_state.Version); next is not null && next != at; next = next.Previous)
                last = Math.Min(last, next.Time - 1);
        }
        return last;
    }

    internal IReadOnlyList<Sample> SamplesOf(NodeEntry node, MetadataPath path)
    {
        for (var series = node.Series; series is not null; series = series.Next)
        {
            if (path.Keys.Length == series.Map.Keys.Length + 1 && path.Keys.AsSpan().StartsWith(series.Map.Keys))
                return series.Read(path.Keys[^1], _every ? _from : long.MinValue, _last);
        }
        return [];
    }

    /// <summary>Whether the element stood at every instant of the view.</summary>
    internal bool ShowsThroughout(Element element)
    {
        // A revision that another of the same instant follows did not stand.
        var at = Revision.At(HeadOf(element), _last);
        for (; at is { Alive: true }; at = Revision.At(at, at.Time - 1))
        {
            if (at.Time <= _from)
                return true;
        }
        return false;
    }

    /// <summary>What is not the same in a later view of the same graph.</summary>
    /// <param name="later">May as well be an earlier one; of a window each element's newest revision counts.</param>
    /// <param name="cancel">Checked every thousand elements.</param>
    /// <remarks>Looks at every element once.</remarks>
    /// <exception cref="ArgumentException">The views are of two graphs.</exception>
    public GraphDiff DiffTo(GraphView later, CancellationToken cancel = default) => later.Graph == Graph
        ? GraphDiff.Between(this, later, cancel)
        : throw new ArgumentException("The views are of two graphs.", nameof(later));

    /// <summary>The node as an end of an edge in the view. In a window it may have ended or changed: any revision in it will do.</summary>
    internal Node Show(NodeEntry entry) => TryShow(entry, out var node)
        ? node
        : throw new InvalidOperationException($"Node '{entry.Id}' does not stand in this view.");

    private bool TryShow(NodeEntry? entry, out Node node)
    {
        if (entry is not null && Find(entry) is { } at)
        {
            node = new Node(this, entry, at);
            return true;
        }
        node = default;
        return false;
    }

    /// <param name="element">In the view.</param>
    /// <param name="number">Of the revision that is shown.</param>
    internal DateTimeOffset? EndOf(Element element, long number)
    {
        DateTimeOffset? end = null;
        for (var at = HeadOf(element); at is not null && at.Number != number; at = at.Previous)
        {
            if (!at.Alive && at.Time <= _last)
                end = Instant.FromTicks(at.Time);
            else if (at.Alive && at.Ordinal == 1)
                end = null;
        }
        return end;
    }
}
