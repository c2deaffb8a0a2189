using System.Threading.Channels;

namespace Steffi.Flows;

/// <summary>
/// The flows of the past: what tables report is kept, found again by time and by every <see cref="FlowField"/>, and dropped by age and size.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Reports are written in batches by a thread of its own; a report that was written survives the death of the process. A flow that is found has the
/// totals that its reports up to that time told, its other fields as of its last report within 1/168 of the retention time; its metrics are kept period by period.
/// </remarks>
public sealed class FlowHistory : IAsyncDisposable
{
    private const int BatchLength = 4096;

    /// <summary>How long a batch gathers: small ones cost more room and more writes.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan RetentionEvery = TimeSpan.FromSeconds(10);

    private readonly IFlowStore _store;
    private readonly HistoryWriter _writer;
    private readonly Channel<Report> _queue;
    private readonly Task _writing;
    private long _written, _dropped, _failed, _read;
    private int _waiting;

    /// <summary>Opens the history in a store and begins to write.</summary>
    /// <param name="store">Is disposed with the history.</param>
    /// <param name="options">How much to keep.</param>
    /// <exception cref="IOException">The store holds a history of a version that this program does not know.</exception>
    /// <exception cref="StoreCorruptException">What the store holds cannot be read.</exception>
    public FlowHistory(IFlowStore store, FlowHistoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        Options = options ?? new FlowHistoryOptions();
        _writer = new HistoryWriter(store, Options, HistorySchema.Open(store));
        _writer.Resume();
        _queue = Channel.CreateBounded<Report>(new BoundedChannelOptions(Options.QueueLength) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>How much it keeps.</summary>
    public FlowHistoryOptions Options { get; }

    /// <summary>Counters since it was opened.</summary>
    public FlowHistoryStatistics Statistics =>
        new(Interlocked.Read(ref _written), Interlocked.Read(ref _dropped), Interlocked.Read(ref _failed), Interlocked.Read(ref _read));

    /// <summary>Why the store did not take the last batch, or could not drop what is old; null once it takes one again.</summary>
    public string? LastError { get; private set; }

    /// <summary>Takes a report in, as the callback of a <see cref="FlowTable"/> gives it. Does not wait.</summary>
    /// <returns>False when the queue was full: the report is lost, and counted. The flow's totals are right again with its next one.</returns>
    public bool Add(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (_queue.Writer.TryWrite(new Report(flow, null))) return true;
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Ends when everything that was added before is written, or has failed.</summary>
    public async Task FlushAsync(CancellationToken cancel = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _waiting);
        try
        {
            await _queue.Writer.WriteAsync(new Report(null, done), cancel).ConfigureAwait(false);
            await done.Task.WaitAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Flows that went on at some time in [from, last].</summary>
    /// <param name="lookup">Spares reading flows that cannot be meant.</param>
    /// <param name="from">Milliseconds since 1970.</param>
    /// <param name="last">Milliseconds since 1970; belongs to the time.</param>
    /// <param name="cancel">Checked every thousand flows.</param>
    /// <returns>Every flow that fulfils the lookup, once, with what it had counted and was known to be at <paramref name="last"/>; others may be among them. In any order.</returns>
    /// <exception cref="StoreCorruptException">Something kept cannot be read.</exception>
    public IEnumerable<Flow> Find(FlowLookup lookup, long from, long last, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        var met = new HashSet<string>();
        // Of a flow in several partitions the newest tells most.
        foreach (var partition in _writer.Partitions.Reverse().Where(partition => partition.Overlaps(from, last)))
        {
            var reader = new HistoryReader(_store, partition, cancel);
            var found = reader.Find(lookup, from, last);
            Interlocked.Add(ref _read, reader.Read);
            foreach (var flow in found)
            {
                if (met.Add(flow.UUID)) yield return flow;
            }
        }
    }

    /// <summary>The number of flows that went on at some time in [from, last].</summary>
    /// <param name="from">Milliseconds since 1970.</param>
    /// <param name="last">Milliseconds since 1970; belongs to the time.</param>
    /// <param name="cancel">Checked every thousand flows.</param>
    /// <exception cref="StoreCorruptException">Something kept cannot be read.</exception>
    public int Count(long from, long last, CancellationToken cancel = default)
    {
        var met = new HashSet<ulong>();
        foreach (var partition in _writer.Partitions.Where(partition => partition.Overlaps(from, last)))
        {
            var reader = new HistoryReader(_store, partition, cancel);
            reader.AddIds(from, last, met);
            Interlocked.Add(ref _read, reader.Read);
        }

        return met.Count;
    }

    /// <summary>What flows counted, period by period.</summary>
    /// <param name="lookup">Spares reading flows that cannot be meant.</param>
    /// <param name="where">Which of the candidates are meant, by what of a flow does not change; null for all.</param>
    /// <param name="from">Milliseconds since 1970.</param>
    /// <param name="last">Milliseconds since 1970; belongs to the time.</param>
    /// <param name="cancel">Checked every thousand flows.</param>
    /// <returns>Every period that overlaps [from, last]; those of a flow in their order, other flows' may come between.</returns>
    /// <exception cref="StoreCorruptException">Something kept cannot be read.</exception>
    public IEnumerable<FlowPoint> ReadMetrics(FlowLookup lookup, Func<Flow, bool>? where, long from, long last, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        foreach (var partition in _writer.Partitions.Where(partition => partition.Overlaps(from, last)))
        {
            var reader = new HistoryReader(_store, partition, cancel);
            var found = reader.ReadMetrics(lookup, where, from, last);
            Interlocked.Add(ref _read, reader.Read);
            foreach (var point in found) yield return point;
        }
    }

    /// <summary>The packets that were kept of flows (<see cref="FlowTableOptions.RawPacketLimit"/>).</summary>
    /// <param name="lookup">Spares reading flows that cannot be meant.</param>
    /// <param name="where">Which of the candidates are meant.</param>
    /// <param name="from">Milliseconds since 1970.</param>
    /// <param name="last">Milliseconds since 1970; belongs to the time.</param>
    /// <param name="cancel">Checked every thousand flows.</param>
    /// <returns>Those of a flow in their order; of a long flow some may come twice.</returns>
    /// <exception cref="StoreCorruptException">Something kept cannot be read.</exception>
    public IEnumerable<FlowPacket> ReadPackets(FlowLookup lookup, Func<Flow, bool> where, long from, long last, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        foreach (var partition in _writer.Partitions.Where(partition => partition.Overlaps(from, last)))
        {
            foreach (var packet in new HistoryReader(_store, partition, cancel).ReadPackets(lookup, where, from, last)) yield return packet;
        }
    }

    /// <summary>Writes what was added, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _store.Dispose();
    }

    private async Task WriteAsync()
    {
        var reports = _queue.Reader;
        var batch = new List<Flow>(BatchLength);
        var done = new List<TaskCompletionSource>();
        long retained = Options.Time.GetTimestamp();
        using var timer = Options.Time.CreateTimer(_ => _queue.Writer.TryWrite(default), null, RetentionEvery, RetentionEvery);
        while (await reports.WaitToReadAsync().ConfigureAwait(false))
        {
            if (reports.Count < BatchLength && Volatile.Read(ref _waiting) == 0) await Task.Delay(Gathering).ConfigureAwait(false);
            while (batch.Count < BatchLength && reports.TryRead(out var report))
            {
                if (report.Flow is { } flow) batch.Add(flow);
                if (report.Done is { } waiting) done.Add(waiting);
            }

            Write(batch);
            batch.Clear();
            if (Options.Time.GetElapsedTime(retained) >= RetentionEvery)
            {
                retained = Options.Time.GetTimestamp();
                Try(_writer.ApplyRetention);
            }

            done.ForEach(waiting => waiting.SetResult());
            done.Clear();
        }
    }

    private void Write(List<Flow> batch)
    {
        if (batch.Count == 0) return;
        bool isKept = Try(() => _writer.Write(batch));
        if (isKept) LastError = null;
        Interlocked.Add(ref isKept ? ref _written : ref _failed, batch.Count);
    }

    /// <summary>A store that fails, for want of room or whatever reason, must not end the writing: it may recover.</summary>
    private bool Try(Action work)
    {
        try
        {
            work();
            return true;
        }
#pragma warning disable CA1031 // It is shown in LastError and counted.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LastError = error.Message;
            return false;
        }
    }

    private readonly record struct Report(Flow? Flow, TaskCompletionSource? Done);
}
