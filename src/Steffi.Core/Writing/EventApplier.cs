namespace Steffi;

/// <summary>The one component that changes elements: it puts each event into the chains it belongs to, wherever in time that is.</summary>
/// <remarks>Hot (benchmark: WriteBenchmarks). Runs under the writer's lock. Nothing it does is seen by readers before its
/// transaction is published; until then <see cref="RollBack"/> takes it all back.</remarks>
internal sealed class EventApplier(GraphTables tables)
{
    private readonly List<(Element Element, Revision? Old)> _undo = [];
    private readonly List<Revision> _suffix = [];
    private readonly PendingSamples _samples = new(tables);
    private int _liveNodes, _liveEdges;
    private int _nodesBefore, _edgesBefore;

    public int LiveNodes => _liveNodes;

    public int LiveEdges => _liveEdges;

    /// <summary>The elements changed since the last publishing with the heads that they had, in order; one may come several times.</summary>
    public List<(Element Element, Revision? Old)> Changed => _undo;

    public void Accept()
    {
        _undo.Clear();
        (_nodesBefore, _edgesBefore) = (_liveNodes, _liveEdges);
    }

    /// <summary>Adds the transaction's samples to their series: the last act before it is published.</summary>
    public void Sample() => _samples.AddToSeries();

    public void RollBack()
    {
        _samples.Clear();
        for (int i = _undo.Count - 1; i >= 0; i--)
        {
            var (element, old) = _undo[i];
            tables.LifeOf(element).Undo(element.Head, old);
            element.SetHead(old);
        }
        _undo.Clear();
        (_liveNodes, _liveEdges) = (_nodesBefore, _edgesBefore);
    }

    public void Apply(in GraphEvent change, long number, Provenance provenance)
    {
        switch (change.Kind)
        {
            case EventKind.NodeAdded: ApplyNode(tables.NodeOf(change.Id), Of(RevisionKind.Added, change)); break;
            case EventKind.NodeSnapshot: ApplyNode(tables.NodeOf(change.Id), Of(RevisionKind.Snapshot, change)); break;
            case EventKind.NodeUpdated: ApplyNode(tables.NodeOf(change.Id), Of(RevisionKind.Updated, change)); break;
            case EventKind.NodeDeleted: ApplyNode(tables.NodeOf(change.Id), Of(RevisionKind.Deleted, change)); break;
            case EventKind.EdgeAdded: ApplyEdgeAdded(change, Of(RevisionKind.Added, change)); break;
            case EventKind.EdgeSnapshot: ApplyEdgeAdded(change, Of(RevisionKind.Snapshot, change)); break;
            case EventKind.EdgeUpdated: ApplyEdges(tables.AnyEdgeOf(change.Id), null, Of(RevisionKind.Updated, change)); break;
            case EventKind.EdgeDeleted: ApplyEdges(tables.AnyEdgeOf(change.Id), null, Of(RevisionKind.Deleted, change)); break;
            case EventKind.Erased: break;
            case EventKind.NodeSampled: _samples.Add(change); break;
            default: throw new ArgumentException($"Unknown event kind {change.Kind} of '{change.Id}'.");
        }

        RevisionEvent Of(RevisionKind kind, in GraphEvent from) =>
            new(kind, from.Ticks, number, from.Metadata, from.Patch, provenance) { CreatedAt = from.CreatedTicks, Ordinal = from.Revision };
    }

    private void ApplyNode(NodeEntry node, in RevisionEvent change)
    {
        var old = node.Head;
        if (old is null || old.Time <= change.Time)
        {
            var head = old is null && node.TryBegin(change) ? node : Derivation.Next(old, change, effective: true);
            SetHead(node, head);
            IndexRevision(node, head, old, change.Patch);
            if (old is { Alive: true } && !head.Alive)
                EndEdges(node, change);
            else if (head.Alive && old is not { Alive: true })
                BeginEdges(node, change.Time);
            return;
        }
        Rewrite(node, change);
        if (change.Kind != RevisionKind.Updated)
            RebuildEdges(node, change.Number);
    }

    /// <summary>Puts a late event where it belongs and derives what comes after it anew.</summary>
    private void Rewrite(NodeEntry node, in RevisionEvent change)
    {
        var old = node.Head!;
        var before = Revision.Before(old, change.Time, change.Number);
        _suffix.Clear();
        for (var at = old; at != before; at = at!.Previous)
            _suffix.Add(at!);
        var chain = Derivation.Next(before, change, effective: true);
        for (int i = _suffix.Count - 1; i >= 0; i--)
            chain = Derivation.Next(chain, Derivation.EventOf(_suffix[i]), effective: true, i == 0 ? change.Number : 0, old);
        SetHead(node, chain);
        foreach (var index in tables.Indexes)
        {
            for (var at = chain; at != before; at = at!.Previous)
            {
                if (at!.Alive)
                    index.Add(node, at.Metadata, null);
            }
        }
    }

    private void IndexRevision(NodeEntry node, Revision head, Revision? old, MetadataPatch? patch)
    {
        if (!head.Alive)
            return;
        foreach (var index in tables.Indexes)
        {
            if (patch?.Touches(index.Path) ?? true)
                index.Add(node, head.Metadata, old is { Alive: true } ? old : null);
        }
    }

    private void EndEdges(NodeEntry node, in RevisionEvent change)
    {
        foreach (var edge in new IncidentEdges(node, tables.Edges))
        {
            if (edge.Head is not { } head)
                continue;
            if (head.Time > change.Time)
                RebuildEdge(edge, change.Number);
            else if (head.Alive)
                SetHead(edge, Derivation.Next(head, change with { Kind = RevisionKind.EndedByNode }, effective: true));
        }
    }

    /// <summary>A node that begins gives effect to edges that came before it.</summary>
    private void BeginEdges(NodeEntry node, long time)
    {
        foreach (var edge in new IncidentEdges(node, tables.Edges))
        {
            if (edge.Head is { } head && head.Time >= time)
                RebuildEdge(edge, node.Head!.Number);
        }
    }

    private void RebuildEdges(NodeEntry node, long version)
    {
        foreach (var edge in new IncidentEdges(node, tables.Edges))
        {
            if (edge.Head is not null)
                RebuildEdge(edge, version);
        }
    }

    private void ApplyEdgeAdded(in GraphEvent change, in RevisionEvent revision)
    {
        var edge = tables.EdgeOf(change.Id, tables.NodeOf(change.ParentId), tables.NodeOf(change.ChildId), out var first);
        if (edge.Head is null && edge.SameId is { Head: not null } sibling)
            RebuildEdge(edge, [.. EventsBetweenOtherNodes(sibling), revision], revision.Number);
        else
            ApplyEdge(edge, revision);
        if (first != edge || edge.SameId is not null)
            ApplyEdges(first, edge, revision with { Kind = RevisionKind.Deleted });
    }

    /// <summary>What the events of one id mean for an edge of this id between other nodes: its making there is an end here.</summary>
    private static IEnumerable<RevisionEvent> EventsBetweenOtherNodes(EdgeEntry sibling)
    {
        foreach (var change in OwnEvents(sibling))
            yield return change.Kind is RevisionKind.Added or RevisionKind.Snapshot ? change with { Kind = RevisionKind.Deleted } : change;
    }

    private void ApplyEdges(EdgeEntry first, EdgeEntry? except, in RevisionEvent change)
    {
        for (EdgeEntry? at = first; at is { } edge; at = edge.SameId)
        {
            if (edge != except)
                ApplyEdge(edge, change);
        }
    }

    private void ApplyEdge(EdgeEntry edge, in RevisionEvent change)
    {
        var old = edge.Head;
        bool begins = change.Kind is RevisionKind.Added or RevisionKind.Snapshot;
        if ((old is null || old.Time <= change.Time) && (!begins || !(IsAfter(edge.Parent.Head, change) || IsAfter(edge.Child.Head, change))))
        {
            bool effective = !begins || (edge.Parent.Head is { Alive: true } && edge.Child.Head is { Alive: true });
            if (old is null && edge.TryBegin(change, effective))
                Begun(edge, change, effective);
            else
                SetHead(edge, Derivation.Next(old, change, effective));
            return;
        }
        RebuildEdge(edge, [.. OwnEvents(edge), change], change.Number);
    }

    private static bool IsAfter(Revision? node, in RevisionEvent change) => node is not null && node.Time > change.Time;

    private void RebuildEdge(EdgeEntry edge, long version) => RebuildEdge(edge, [.. OwnEvents(edge)], version);

    /// <summary>Derives an edge's chain anew from its own events and the lives of its nodes.</summary>
    private void RebuildEdge(EdgeEntry edge, List<RevisionEvent> events, long version)
    {
        AddEnds(edge.Parent.Head, events);
        if (edge.Child != edge.Parent)
            AddEnds(edge.Child.Head, events);
        events.Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Number.CompareTo(b.Number));
        Revision? chain = null;
        foreach (var change in events)
        {
            if (change.Kind == RevisionKind.EndedByNode && chain is not { Alive: true })
                continue;
            bool begins = change.Kind is RevisionKind.Added or RevisionKind.Snapshot;
            bool effective = !begins || (StandsAt(edge.Parent, change) && StandsAt(edge.Child, change));
            chain = Derivation.Next(chain, change, effective);
        }
        SetHead(edge, Derivation.Restate(chain!.Previous, chain, version, edge.Head));
    }

    private static IEnumerable<RevisionEvent> OwnEvents(EdgeEntry edge)
    {
        for (var at = edge.Head; at is not null; at = at.Previous)
        {
            if (at.Kind != RevisionKind.EndedByNode)
                yield return Derivation.EventOf(at);
        }
    }

    private static bool StandsAt(NodeEntry node, in RevisionEvent change)
    {
        if (Revision.Before(node.Head, change.Time, change.Number) is { } before)
            return before.Alive;
        // A snapshot tells that its node stood since its making, whatever it held then.
        var first = node.Head;
        while (first?.Previous is { } previous)
            first = previous;
        return first is { Kind: RevisionKind.Snapshot } && first.CreatedAt <= change.Time;
    }

    private static void AddEnds(Revision? head, List<RevisionEvent> events)
    {
        for (var at = head; at is not null; at = at.Previous)
        {
            if (!at.Alive && at.Previous is { Alive: true })
                events.Add(Derivation.EventOf(at) with { Kind = RevisionKind.EndedByNode });
        }
    }

    private void Begun(EdgeEntry edge, in RevisionEvent change, bool effective)
    {
        if (effective)
            _liveEdges++;
        _undo.Add((edge, null));
        edge.Block.Life.Begin(change, effective);
    }

    private void SetHead(Element element, Revision head)
    {
        var old = element.Head;
        int change = (head.Alive ? 1 : 0) - (old is { Alive: true } ? 1 : 0);
        if (element.Node is not null)
            _liveNodes += change;
        else
            _liveEdges += change;
        _undo.Add((element, old));
        tables.LifeOf(element).Change(old, head);
        element.SetHead(head);
    }
}
