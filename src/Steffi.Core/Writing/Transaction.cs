namespace Steffi;

/// <summary>The changes of one <see cref="Graph.Write(Action{Transaction})"/>: all of them are made, or none.</summary>
/// <remarks>Valid only within the call, on its thread. A change that cannot be made throws <see cref="TransactionException"/>; let it
/// go on, and the whole transaction is undone.</remarks>
public sealed class Transaction
{
    private readonly GraphWriter _writer;
    private readonly long _oldest;
    private long _time;

    internal Transaction(GraphWriter writer, GraphView view, long now, long oldest)
    {
        _writer = writer;
        View = view;
        _time = now;
        _oldest = oldest;
    }

    /// <summary>The graph as it was before this transaction.</summary>
    public GraphView View { get; }

    /// <summary>When the changes that follow happened, UTC. Default: now. An earlier instant puts them into the past.</summary>
    /// <exception cref="HistoryExpiredException">History at this instant is forgotten.</exception>
    public DateTimeOffset At
    {
        get => Instant.FromTicks(_time);
        set => _time = value.UtcTicks >= _oldest ? value.UtcTicks : throw new HistoryExpiredException(value, Instant.FromTicks(_oldest));
    }

    /// <summary>Adds a node.</summary>
    /// <returns>Its id, a random UUID.</returns>
    public ElementId AddNode(Metadata metadata)
    {
        var id = ElementId.New();
        AddNode(id, metadata);
        return id;
    }

    /// <summary>Adds a node under an id that no node has at this time.</summary>
    public void AddNode(ElementId id, Metadata metadata)
    {
        if (id.IsEmpty)
            throw new TransactionException("A node needs an id that is not empty.");
        if (ContainsNode(id))
            throw new TransactionException($"Node ID conflict: '{id}' exists.");
        Write(new(EventKind.NodeAdded, _time, id) { Metadata = metadata });
    }

    /// <summary>Sets and removes metadata of a node that exists; no event where that changes nothing.</summary>
    public void UpdateNode(ElementId id, MetadataPatch patch)
    {
        var stands = Standing(_writer.Tables.FindNode(id)?.Head) ?? throw new TransactionException($"Node '{id}' does not exist.");
        if (stands.Metadata.With(patch) != stands.Metadata)
            Write(new(EventKind.NodeUpdated, _time, id) { Patch = patch });
    }

    /// <summary>Adds the node, or changes it so that its metadata becomes exactly this; no event where that changes nothing.</summary>
    public void ReplaceNode(ElementId id, Metadata metadata)
    {
        if (Standing(_writer.Tables.FindNode(id)?.Head) is not { } stands)
            AddNode(id, metadata);
        else if (stands.Metadata != metadata)
            Write(new(EventKind.NodeUpdated, _time, id) { Patch = stands.Metadata.DiffTo(metadata) });
    }

    /// <summary>Tells the counters of a node that exists. They show in its metadata from this instant on, and so does their growth since
    /// the sample before (LastUpdateMetric beside Metric), but they make no revision: <see cref="Node.Samples"/> reads them.</summary>
    /// <param name="id">The node.</param>
    /// <param name="map">Where they show, as Metric.</param>
    /// <param name="counters">Integers by name, as RxBytes; best the same names in the same order each time.</param>
    /// <remarks>Indexes do not hold counters. A view that is held may show counters that were told after it was made.</remarks>
    /// <exception cref="ArgumentException">A counter is no integer, there is none, or they would be nested deeper than 64 levels.</exception>
    public void Sample(ElementId id, MetadataPath map, Metadata counters)
    {
        if (!ContainsNode(id))
            throw new TransactionException($"Node '{id}' does not exist.");
        Write(GraphEvent.NodeSampled(_time, id, map, counters));
    }

    /// <summary>Takes back a wrong update as if it had never been: from its own instant on, what it set or removed is again as it was
    /// before, except where a later change has set it otherwise.</summary>
    /// <param name="revision">The revision that the update made, as a view of its time shows it.</param>
    /// <exception cref="TransactionException">The revision is not an update, or not part of the node's history any more.</exception>
    /// <exception cref="HistoryExpiredException">History at its instant is forgotten.</exception>
    public void Undo(Node revision) => Undo(revision.Entry, revision.At.Time, revision.At.Number, EventKind.NodeUpdated);

    /// <summary>Takes back a wrong update as if it had never been: from its own instant on, what it set or removed is again as it was
    /// before, except where a later change has set it otherwise.</summary>
    /// <param name="revision">The revision that the update made, as a view of its time shows it.</param>
    /// <exception cref="TransactionException">The revision is not an update, or not part of the edge's history any more.</exception>
    /// <exception cref="HistoryExpiredException">History at its instant is forgotten.</exception>
    public void Undo(Edge revision) => Undo(revision.Entry, revision.UpdatedAt.UtcTicks, revision.Number, EventKind.EdgeUpdated);

    private void Undo(Element entry, long time, long number, EventKind kind)
    {
        var last = Revision.At(entry.Head, time);
        var wrong = last;
        var setAgain = new HashSet<int>();   // by what came later at the same instant
        for (; wrong is not null && wrong.Number != number; wrong = wrong.Previous)
        {
            if (wrong.Kind != RevisionKind.Updated)
                last = null;   // an end or a new beginning: nothing of the update was left then
            foreach (var (path, _, _) in wrong.Patch?.Operations ?? [])
                setAgain.Add(path.KeysForWriting[0]);
        }
        if (wrong is not { Kind: RevisionKind.Updated, Alive: true, Previous: { } before })
            throw new TransactionException($"'{entry.Id}' has no update at {Instant.FromTicks(time):O} to undo.");
        if (last is not { Alive: true })
            return;
        var back = new MetadataPatch();
        foreach (var (path, value, removes) in wrong.Metadata.DiffTo(before.Metadata).Operations)
        {
            if (!setAgain.Contains(path.KeysForWriting[0]))
                back.Add(path, value, removes);
        }
        if (wrong.Time < _oldest)
            throw new HistoryExpiredException(Instant.FromTicks(wrong.Time), Instant.FromTicks(_oldest));
        if (last.Metadata.With(back) != last.Metadata)
            Write(new(kind, wrong.Time, entry.Id) { Patch = back });
    }

    /// <summary>Ends a node and all its edges; nothing where it does not exist.</summary>
    public void DeleteNode(ElementId id)
    {
        if (ContainsNode(id))
            Write(new(EventKind.NodeDeleted, _time, id));
    }

    /// <summary>Adds an edge.</summary>
    /// <returns>Its id, a random UUID.</returns>
    public ElementId AddEdge(ElementId parent, ElementId child, Metadata metadata)
    {
        var id = ElementId.New();
        AddEdge(id, parent, child, metadata);
        return id;
    }

    /// <summary>Adds an edge under an id that no edge has at this time, between two nodes that exist.</summary>
    public void AddEdge(ElementId id, ElementId parent, ElementId child, Metadata metadata)
    {
        if (id.IsEmpty)
            throw new TransactionException("An edge needs an id that is not empty.");
        if (ContainsEdge(id))
            throw new TransactionException($"Edge ID conflict: '{id}' exists.");
        if (!ContainsNode(parent))
            throw new TransactionException($"Parent node not found: '{parent}', for edge '{id}'.");
        if (!ContainsNode(child))
            throw new TransactionException($"Child node not found: '{child}', for edge '{id}'.");
        Write(new(EventKind.EdgeAdded, _time, id) { ParentId = parent, ChildId = child, Metadata = metadata });
    }

    /// <summary>Sets and removes metadata of an edge that exists; no event where that changes nothing.</summary>
    public void UpdateEdge(ElementId id, MetadataPatch patch)
    {
        var stands = StandingEdge(id, out _) ?? throw new TransactionException($"Edge '{id}' does not exist.");
        if (stands.Metadata.With(patch) != stands.Metadata)
            Write(new(EventKind.EdgeUpdated, _time, id) { Patch = patch });
    }

    /// <summary>Adds the edge, moves it, or changes it so that its metadata becomes exactly this; no event where that changes nothing.</summary>
    public void ReplaceEdge(ElementId id, ElementId parent, ElementId child, Metadata metadata)
    {
        var stands = StandingEdge(id, out var entry);
        if (stands is not null && (entry!.Value.Parent.Id != parent || entry.Value.Child.Id != child))
        {
            DeleteEdge(id);
            stands = null;
        }
        if (stands is null)
            AddEdge(id, parent, child, metadata);
        else if (stands.Metadata != metadata)
            Write(new(EventKind.EdgeUpdated, _time, id) { Patch = stands.Metadata.DiffTo(metadata) });
    }

    /// <summary>Ends an edge; nothing where it does not exist.</summary>
    public void DeleteEdge(ElementId id)
    {
        if (ContainsEdge(id))
            Write(new(EventKind.EdgeDeleted, _time, id));
    }

    /// <summary>Whether a node exists at <see cref="At"/>, with the changes so far.</summary>
    public bool ContainsNode(ElementId id) => Standing(_writer.Tables.FindNode(id)?.Head) is not null;

    /// <summary>Whether an edge exists at <see cref="At"/>, with the changes so far.</summary>
    public bool ContainsEdge(ElementId id) => StandingEdge(id, out _) is not null;

    /// <summary>A node's metadata at <see cref="At"/>, with the changes so far.</summary>
    /// <returns>False where it does not exist.</returns>
    public bool TryGetNode(ElementId id, out Metadata metadata)
    {
        var stands = Standing(_writer.Tables.FindNode(id)?.Head);
        metadata = stands?.Metadata ?? default;
        return stands is not null;
    }

    private void Write(in GraphEvent change) => _writer.Write(change);

    private Revision? StandingEdge(ElementId id, out EdgeEntry? edge)
    {
        for (edge = _writer.Tables.Edges.Find(id); edge is { } at; edge = at.SameId)
        {
            if (Standing(at.Head) is { } stands)
                return stands;
        }
        return null;
    }

    private Revision? Standing(Revision? head) => Revision.At(head, _time) is { Alive: true } stands ? stands : null;
}
