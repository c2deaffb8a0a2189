namespace Steffi;

/// <summary>Runs transactions one after the other: events in, then linkers, checks, store, publishing, subscribers.</summary>
/// <remarks>Hot (benchmark: WriteBenchmarks). All members but <see cref="Published"/> are called under <see cref="Gate"/>.</remarks>
internal sealed class GraphWriter(GraphTables tables, IEventStore? store, LinkerSet linkers, Subscribers subscribers)
{
    private readonly EventApplier _applier = new(tables);
    private readonly List<EventBatch> _batches = [];
    private List<GraphEvent> _events = [];   // of one origin, while a store is there to take them
    private Provenance _provenance = new("", "");
    private EventBatch? _received;
    private long _number;
    private long _restated;
    private int _written;
    private PublishedState _published = PublishedState.Empty;

    public Lock Gate { get; } = new();

    public GraphTables Tables => tables;

    public OriginTable Origins { get; } = new();

    public PublishedState Published => Volatile.Read(ref _published);

    /// <summary>Names who writes the events that follow.</summary>
    /// <param name="host">The host of the elements.</param>
    /// <param name="origin">Who writes.</param>
    /// <param name="received">The batch that brings them, numbered by its origin; null for own events, which are numbered here.</param>
    public void Begin(string host, string origin, EventBatch? received = null)
    {
        EndBatch();
        _provenance = Origins.Provenance(host, origin);
        _received = received;
    }

    public void Write(in GraphEvent change)
    {
        _applier.Apply(change, ++_number, _provenance);
        _written++;
        if (store is not null)
            _events.Add(change);
    }

    /// <summary>Makes what was written durable and visible, or undoes it all and throws.</summary>
    public void Commit(Graph graph)
    {
        if (_written == 0 && _received is null)
            return;
        long first = _published.Version + 1;
        try
        {
            linkers.Follow(_applier.Changed, this);
            CheckUnique();
            EndBatch();
            store?.Append(_batches);
        }
        catch
        {
            RollBack();
            throw;
        }
        Publish();
        Origins.Accept();
        subscribers.Tell(graph, _applier.Changed, first);
        Clear();
    }

    public void RollBack()
    {
        _applier.RollBack();
        linkers.Distrust();
        Origins.RollBack();
        _number = _published.Version;
        Clear();
    }

    /// <summary>Takes in a transaction that the store gave back.</summary>
    /// <param name="stored">In the order of the writing.</param>
    /// <param name="oldest">Events before this instant are part of a snapshot already.</param>
    public void Recover(IReadOnlyList<EventBatch> stored, long oldest)
    {
        foreach (var batch in stored)
        {
            Begin(batch.Host, batch.Origin);
            foreach (var change in batch.Events)
            {
                if (change.Ticks >= oldest || change.Kind >= EventKind.NodeSnapshot)
                    _applier.Apply(change, ++_number, _provenance);
            }
            Origins.Advance(batch);
        }
        Publish();
        Origins.Accept();
        Clear();
    }

    /// <summary>Publishes chains that were made anew without an event.</summary>
    /// <param name="restate">Is given the version that they are published with, and that of the time before.</param>
    public void PublishRestated(Action<long, long> restate)
    {
        restate(++_number, _restated);
        _restated = _number;
        Publish();
    }

    private void EndBatch()
    {
        if (_received is { } received)
        {
            _received = null;
            Origins.Advance(received);
            if (_events.Count > 0)
                _batches.Add(received with { Events = _events, Sequence = received.Sequence + received.Events.Count - _events.Count });
        }
        else if (_events.Count > 0)
        {
            _batches.Add(Origins.Number(_provenance, _events));
        }
        if (_events.Count > 0)
            _events = [];
    }

    private void Publish()
    {
        _applier.Sample();
        Volatile.Write(ref _published, new PublishedState(
            _number, tables.Nodes.Count, tables.Edges.Count, _applier.LiveNodes, _applier.LiveEdges));
    }

    private void Clear()
    {
        _applier.Accept();
        _batches.Clear();
        if (_events.Count > 0)
            _events = [];
        _received = null;
        _written = 0;
    }

    private void CheckUnique()
    {
        foreach (var index in tables.Indexes)
        {
            if (!index.Unique)
                continue;
            foreach (var (element, _) in _applier.Changed)
            {
                if (element.Node is { Head.Alive: true } node)
                    UniqueIndex.Check(index, node);
            }
        }
    }
}
