namespace Steffi;

/// <summary>A temporal property graph: nodes and directed edges with nested metadata, every change kept, readable at any instant.</summary>
/// <remarks>Thread-safe. Reads take no lock and see a consistent view; writes take turns.</remarks>
public sealed class Graph : IDisposable
{
    private readonly Subscribers _subscribers = new();
    private readonly LinkerSet _linkers;
    private readonly GraphWriter _writer;
    private readonly string _origin;
    private long _lastWrite;
    private long _oldest;
    private long _nextForgetting;
    private bool _disposed;

    /// <summary>Makes a graph, and recovers what its store holds.</summary>
    /// <exception cref="StoreCorruptException">The store cannot be read.</exception>
    public Graph(GraphOptions? options = null)
    {
        Options = options ?? new GraphOptions();
        _origin = Options.Origin.Length > 0 ? Options.Origin : $"steffi.{Options.Host}";
        _linkers = new LinkerSet(Options.Host);
        AutomaticIndexes = new AutomaticIndexes(this, Options.AutomaticIndexBudget);
        _writer = new GraphWriter(new GraphTables(), Options.Store, _linkers, _subscribers);
        if (Options.Store is { } store)
            Recover(store);
        _writer.Origins.OwnEpoch = Math.Max(Options.Time.GetUtcNow().UtcTicks, _writer.Origins.LatestEpoch + 1);
    }

    /// <summary>How the graph was set up.</summary>
    public GraphOptions Options { get; }

    internal GraphTables Tables => _writer.Tables;

    internal GraphWriter Writer => _writer;

    internal AutomaticIndexes AutomaticIndexes { get; }

    /// <summary>The present instant: never before the instant of the last own write, so that own writes are in order.</summary>
    public DateTimeOffset Now => Instant.FromTicks(Math.Max(Options.Time.GetUtcNow().UtcTicks, Volatile.Read(ref _lastWrite)));

    /// <summary>The oldest instant that can be read; the beginning of time while nothing was forgotten.</summary>
    public DateTimeOffset OldestInstant => Instant.FromTicks(Volatile.Read(ref _oldest));

    /// <summary>The newest state.</summary>
    public GraphView Live => new(this, _writer.Published);

    /// <summary>The state at an instant, with all that happened at or before it.</summary>
    /// <exception cref="HistoryExpiredException">The instant lies before <see cref="OldestInstant"/>.</exception>
    public GraphView At(DateTimeOffset instant) => Past(instant.UtcTicks, instant.UtcTicks, closed: false, every: false, instant: true);

    /// <summary>Every revision that stood at some time in the window: from <paramref name="from"/> on, up to but without <paramref name="to"/>.</summary>
    /// <exception cref="HistoryExpiredException">The window begins before <see cref="OldestInstant"/>.</exception>
    public GraphView Between(DateTimeOffset from, DateTimeOffset to) => During(new TimeWindow(from, to));

    /// <summary>Every revision that stood at some time in the window.</summary>
    /// <param name="window">Half-open, or with closed ends as in Skydive.</param>
    /// <param name="newestOnly">Of each element only the newest revision in the window.</param>
    /// <exception cref="ArgumentException">The window ends before it begins.</exception>
    /// <exception cref="HistoryExpiredException">The window begins before <see cref="OldestInstant"/>.</exception>
    public GraphView During(TimeWindow window, bool newestOnly = false)
    {
        if (window.To < window.From)
            throw new ArgumentException($"The window ends ({window.To:O}) before it begins ({window.From:O}).");
        return Past(window.From.UtcTicks, window.To.UtcTicks - 1, window.ClosedEnds, every: !newestOnly);
    }

    /// <summary>What is not the same at two instants.</summary>
    /// <param name="before">The state to start from.</param>
    /// <param name="after">The state to arrive at; earlier than <paramref name="before"/> it tells what would take the changes back.</param>
    /// <param name="cancel">Checked every thousand elements.</param>
    /// <exception cref="HistoryExpiredException">An instant lies before <see cref="OldestInstant"/>.</exception>
    public GraphDiff Diff(DateTimeOffset before, DateTimeOffset after, CancellationToken cancel = default) => At(before).DiffTo(At(after), cancel);

    /// <summary>Every change with an effect that happened after an instant, in order: what leads from <see cref="At"/> of it to
    /// <see cref="Live"/>.</summary>
    /// <param name="instant">Changes at this very instant belong to it, and are not listed.</param>
    /// <param name="cancel">Checked every thousand elements.</param>
    /// <returns>Of one instant in the order of arrival, late ones included.</returns>
    /// <exception cref="HistoryExpiredException">The instant lies before <see cref="OldestInstant"/>.</exception>
    /// <remarks>Looks at every element; for what is still to come use <see cref="Subscribe"/>.</remarks>
    public IReadOnlyList<DatedChange> ChangesSince(DateTimeOffset instant, CancellationToken cancel = default)
    {
        var view = Past(instant.UtcTicks, long.MaxValue - 1, closed: false, every: true);
        return DatedChange.After(view, instant.UtcTicks, cancel);
    }

    /// <summary>A window that moves along: one view each <paramref name="step"/>, of what stood in the <paramref name="window"/> up to
    /// then. Those of the past come at once, those of the future when their time has come.</summary>
    /// <param name="step">From one view to the next; positive.</param>
    /// <param name="window">How far each view reaches back; positive.</param>
    /// <param name="from">The end of the first window; now when null.</param>
    /// <param name="to">No window ends after it; endless when null.</param>
    /// <param name="cancel">Ends the stream.</param>
    /// <returns>Views of half-open windows [end − window, end).</returns>
    /// <exception cref="HistoryExpiredException">A window begins before <see cref="OldestInstant"/>.</exception>
    public IAsyncEnumerable<GraphView> Rolling(
        TimeSpan step, TimeSpan window, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        return RollingViews.Read(this, step, window, from ?? Now, to ?? DateTimeOffset.MaxValue, cancel);
    }

    private GraphView Past(long from, long last, bool closed, bool every, bool instant = false)
    {
        long oldest = Volatile.Read(ref _oldest);
        if (from < oldest)
            throw new HistoryExpiredException(Instant.FromTicks(from), Instant.FromTicks(oldest));
        return new GraphView(this, _writer.Published, from, last, closed, every, instant);
    }

    /// <summary>One transaction at the present instant, in the graph's own name.</summary>
    /// <param name="change">Makes the changes; called once, on this thread, while other writers wait. What it throws undoes them all.</param>
    /// <exception cref="TransactionException">A change could not be made; none was.</exception>
    public void Write(Action<Transaction> change) => Write(_origin, change);

    /// <summary>One transaction at the present instant in the name of <paramref name="origin"/>, which its elements then carry.</summary>
    /// <param name="origin">A probe's name and host, say.</param>
    /// <param name="change">Makes the changes; called once, on this thread, while other writers wait. What it throws undoes them all.</param>
    /// <exception cref="TransactionException">A change could not be made; none was.</exception>
    public void Write(string origin, Action<Transaction> change)
    {
        lock (_writer.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            long now = Now.UtcTicks;
            _writer.Begin(Options.Host, origin);
            try
            {
                change(new Transaction(_writer, Live, now, _oldest));
            }
            catch
            {
                _writer.RollBack();
                throw;
            }
            _writer.Commit(this);
            Volatile.Write(ref _lastWrite, now);
            ForgetByAge(now);
        }
    }

    /// <summary>Takes in a batch from elsewhere, or from the past. A batch that comes twice changes nothing the second time.</summary>
    /// <exception cref="ArgumentException">An event is not valid; nothing was applied.</exception>
    public ApplyResult Apply(EventBatch batch)
    {
        lock (_writer.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var result = _writer.Origins.Examine(batch, out int skip);
            if (result.Status != ApplyStatus.Applied)
                return result;
            int expired = 0;
            _writer.Begin(batch.Host, batch.Origin, batch);
            try
            {
                for (int i = skip; i < batch.Events.Count; i++)
                {
                    if (batch.Events[i].Ticks < _oldest)
                        expired++;
                    else
                        _writer.Write(batch.Events[i]);
                }
            }
            catch
            {
                _writer.RollBack();
                throw;
            }
            _writer.Commit(this);
            return result with { Expired = expired };
        }
    }

    /// <summary>Makes an index over a metadata path of the nodes; views and Gremlin use it from then on.</summary>
    /// <param name="path">A list counts by its items.</param>
    /// <param name="unique">No two nodes that stand may hold an equal value: a transaction that would make it so fails.</param>
    /// <exception cref="UniqueIndexException">A value stands twice already; there is no index then.</exception>
    public void CreateIndex(MetadataPath path, bool unique = false)
    {
        lock (_writer.Gate)
        {
            if (Tables.IndexOn(path) is { IsAutomatic: false } known && known.Unique == unique)
                return;
            var index = Tables.Build(path, unique);
            for (int i = 0; unique && i < Tables.Nodes.Count; i++)
            {
                if (Tables.Nodes[i] is { Head.Alive: true } node)
                    UniqueIndex.Check(index, node);
            }
            Tables.Publish([.. Tables.Indexes.Where(other => other.Path.Text != path.Text), index]);
        }
    }

    /// <summary>Keeps the edges of a rule from now on, between the nodes that stand and those to come.</summary>
    /// <returns>Dispose it to end the rule and its edges.</returns>
    public IDisposable AddLinker(Linker linker)
    {
        lock (_writer.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _linkers.Add(linker, this);
            _writer.Commit(this);
        }
        return new LinkerRemoval(this, linker);
    }

    private sealed class LinkerRemoval(Graph graph, Linker linker) : IDisposable
    {
        public void Dispose()
        {
            lock (graph._writer.Gate)
            {
                if (graph._disposed || !graph._linkers.Remove(linker, graph))
                    return;
                graph._writer.Commit(graph);
            }
        }
    }

    /// <summary>The transactions that are committed from this call on, in order.</summary>
    /// <param name="options">Filter, buffer, and what happens to a subscriber that is slow.</param>
    /// <param name="cancel">Ends the stream.</param>
    /// <remarks>To be enumerated once; what is committed before the first move waits in the buffer.</remarks>
    public IAsyncEnumerable<GraphChange> Subscribe(SubscriptionOptions? options = null, CancellationToken cancel = default)
    {
        lock (_writer.Gate)
            return _subscribers.Add(options ?? new SubscriptionOptions(), cancel);
    }

    /// <summary>Forgets history before an instant, in the store too; what stands at the instant stays.</summary>
    /// <param name="instant">The new <see cref="OldestInstant"/>; nothing happens where that is later already.</param>
    /// <param name="cancel">Checked before the work begins; it is then done whole.</param>
    /// <remarks>Views of earlier instants that are still held stay readable until the next forgetting.</remarks>
    public void ForgetBefore(DateTimeOffset instant, CancellationToken cancel = default)
    {
        lock (_writer.Gate)
        {
            cancel.ThrowIfCancellationRequested();
            if (instant.UtcTicks <= _oldest)
                return;
            Forgetting.Before(instant.UtcTicks, _writer, Options.Store);
            Volatile.Write(ref _oldest, instant.UtcTicks);
        }
    }

    /// <summary>Erases an element with all its history, in memory and in the store, as if it had never been; with a node go the edges
    /// that it ever had. Deleting, in contrast, ends an element and keeps its past.</summary>
    /// <param name="id">A node's or an edge's.</param>
    /// <param name="cancel">Checked before the work begins; it is then done whole.</param>
    /// <returns>False where the graph knows no such element.</returns>
    /// <remarks>Subscribers see the deletion of what still stood. Views that are held lose the element too. Events of the id that come
    /// later begin a new element. Reads the whole store: for rare use.</remarks>
    /// <exception cref="IOException">The store failed; the element is deleted but not erased.</exception>
    public bool Erase(ElementId id, CancellationToken cancel = default)
    {
        lock (_writer.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            cancel.ThrowIfCancellationRequested();
            return Erasing.Run(id, this, _writer, _origin);
        }
    }

    private void ForgetByAge(long now)
    {
        if (Options.Retention is not { } retention || now < _nextForgetting)
            return;
        _nextForgetting = now + Math.Min(TimeSpan.TicksPerHour, Math.Max(retention.Ticks / 4, TimeSpan.TicksPerSecond));
        ForgetBefore(Instant.FromTicks(now) - retention);
    }

    /// <summary>Waits until what was written is safe from a loss of power as well.</summary>
    public void Flush()
    {
        lock (_writer.Gate)
            Options.Store?.Sync();
    }

    /// <summary>Ends subscriptions and closes the store. Views stay readable.</summary>
    public void Dispose()
    {
        lock (_writer.Gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _subscribers.Complete();
            Options.Store?.Dispose();
        }
    }

    private void Recover(IEventStore store)
    {
        lock (_writer.Gate)
        {
            _oldest = store.OldestInstant.UtcTicks;
            foreach (var transaction in store.Read())
                _writer.Recover(transaction, _oldest);
        }
    }
}
