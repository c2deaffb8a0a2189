using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>
/// Keeps standing captures on a graph: runs each on the interfaces that match its query, as they come and go, and shows on their nodes
/// how it goes (the list Captures). What it captures with comes from a <see cref="CaptureCatalog"/>.
/// </summary>
/// <remarks>Thread-safe. One per graph. It does not own the graph; stop it before the probes are stopped and the graph is disposed.</remarks>
public sealed class CaptureHost : ILiveFlows, IAsyncDisposable
{
    private readonly Graph graph;
    private readonly CaptureCatalog catalog;
    private readonly CaptureHostOptions options;
    private readonly ILogger log;
    private readonly CaptureNodes nodes;
    private readonly Lock sync = new();
    private readonly Dictionary<string, StandingCapture> standing = [];
    private readonly ConcurrentDictionary<Task, bool> ending = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Signal look = new(), show = new();
    private Task work = Task.CompletedTask;
    private bool stopped;

    /// <summary>Makes a host; nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="graph">Holds the interfaces.</param>
    /// <param name="catalog">What there is to capture with: <see cref="ProbeHost.Captures"/>.</param>
    /// <param name="options">How to work.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public CaptureHost(Graph graph, CaptureCatalog catalog, CaptureHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (this.graph, this.catalog, this.options) = (graph, catalog, options);
        log = options.LoggerFactory.CreateLogger("Steffi.Probes.capture");
        nodes = new CaptureNodes(graph, options, log);
    }

    /// <summary>The standing captures, by their ids.</summary>
    public IReadOnlyList<CaptureStatus> Status
    {
        get
        {
            lock (sync)
                return [.. standing.Values.Select(capture => capture.Status).OrderBy(status => status.Request.ID, StringComparer.Ordinal)];
        }
    }

    /// <summary>The flows that are in the captures' tables now.</summary>
    /// <inheritdoc/>
    public IEnumerable<Flow> Find(FlowLookup lookup) => AllRuns().SelectMany(run => run.Find(lookup));

    /// <summary>Takes up the captures of the file, if there is one, and begins to follow the graph.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; nothing was started.</exception>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    public Task StartAsync()
    {
        lock (sync)
        {
            if (work != Task.CompletedTask || stopped)
                throw new InvalidOperationException("The host has been started already");
            foreach (var request in options.File is { } file ? CaptureFile.Read(file) : [])
                standing.TryAdd(request.ID, new StandingCapture(request, Compile(request)));
            nodes.Clear();
            catalog.Offered += look.Set;
            catalog.Withdrawn += WithdrawAsync;
            look.Set();
            work = Task.WhenAll(Task.Run(ListenAsync), Task.Run(LookAsync), Task.Run(ShowAsync));
        }
        return Task.CompletedTask;
    }

    /// <summary>Makes a capture stand.</summary>
    /// <param name="request">Its id is new.</param>
    /// <exception cref="CaptureRefusedException">The query gives no nodes, no capture type serves the request (a bad filter: with libpcap's words), or it stands already.</exception>
    /// <exception cref="IOException">The file cannot be written; the capture does not stand.</exception>
    /// <remarks>What <see cref="CaptureHostOptions.Compile"/> throws for a text that is no query goes through. Interfaces are captured soon after.</remarks>
    public void Create(CaptureRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var matching = options.Compile(request.GremlinQuery);
        try
        {
            _ = matching(graph.Live).Any();
        }
        catch (ArgumentException e)
        {
            throw new CaptureRefusedException(e.Message);
        }
        catch (Exception)
        {
            // What it asks for may still come: it stands, and its status says what is wrong.
        }
        _ = CaptureChoice.Of(request, catalog);
        lock (sync)
        {
            var same = Described(request);
            if (standing.ContainsKey(request.ID) || standing.Values.Any(other => Described(other.Request) == same))
                throw new CaptureRefusedException("duplicated resource", isDuplicate: true);
            Save(standing.Values.Select(capture => capture.Request).Append(request));
            standing.Add(request.ID, new StandingCapture(request, matching));
        }
        look.Set();
    }

    /// <summary>Ends a capture: its flows are flushed when the task ends.</summary>
    /// <returns>False when none has this id.</returns>
    /// <exception cref="IOException">The file cannot be written; the capture stands.</exception>
    public async Task<bool> DeleteAsync(string id)
    {
        List<CaptureRun> gone;
        lock (sync)
        {
            if (!standing.TryGetValue(id, out var capture))
                return false;
            Save(standing.Values.Select(other => other.Request).Where(other => other.ID != id));
            standing.Remove(id);
            gone = capture.Take(_ => true);
        }
        await EndAsync(gone);
        show.Set();
        return true;
    }

    /// <summary>Ends every run, each with its flows flushed; the requests stay in the file. Safe to call twice, and before the start.</summary>
    public async Task StopAsync()
    {
        lock (sync)
            stopped = true;
        catalog.Offered -= look.Set;
        catalog.Withdrawn -= WithdrawAsync;
        await stopping.CancelAsync();
        await work;
        await EndAsync(TakeRuns(_ => true));
        await Task.WhenAll(ending.Keys);
        nodes.Show([]);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ListenAsync()
    {
        try
        {
            // One change is as good as many: what counts is the graph at the next look.
            await foreach (var _ in graph.Subscribe(new SubscriptionOptions { Capacity = 1 }, stopping.Token))
                look.Set();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync()
    {
        while (await look.WaitAsync(Timeout.InfiniteTimeSpan, stopping.Token))
        {
            var began = options.Time.GetTimestamp();
            Look();
            // At most a twentieth of a processor, however large the graph.
            var pause = options.Time.GetElapsedTime(began) * 20;
            await Task.Delay(pause > options.LookEvery ? pause : options.LookEvery, options.Time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look()
    {
        List<StandingCapture> captures;
        lock (sync)
            captures = [.. standing.Values];
        var view = graph.Live;
        foreach (var capture in captures)
        {
            var (found, error) = capture.Look(view);
            lock (sync)
                if (standing.ContainsKey(capture.Request.ID) && !stopped)
                    _ = EndAsync(capture.Settle(found, error, place => Begin(capture.Request, place)));
        }
        show.Set();
    }

    private async Task ShowAsync()
    {
        do
        {
            try
            {
                foreach (var id in Status.Where(status => status.Request.Expires <= options.Time.GetUtcNow()).Select(status => status.Request.ID))
                    await DeleteAsync(id);
                nodes.Show([.. AllRuns().Select(run => (run.Request, run.Point))]);
            }
            catch (IOException e)
            {
                log.LogError(e, "A capture whose time is over could not be taken out of {File}", options.File);
            }
        }
        while (await show.WaitAsync(TimeSpan.FromSeconds(1), stopping.Token));
    }

    private CaptureRun Begin(CaptureRequest request, CapturedInterface place)
    {
        var run = new CaptureRun(request, place, catalog, options, show.Set);
        run.Start();
        return run;
    }

    private async Task EndAsync(IReadOnlyCollection<CaptureRun> runs)
    {
        var all = Task.WhenAll(runs.Select(run => run.StopAsync()));
        ending.TryAdd(all, true);
        await all;
        ending.TryRemove(all, out _);
    }

    private async Task WithdrawAsync(string plugin)
    {
        await EndAsync(TakeRuns(run => run.Uses(plugin)));
        look.Set();
    }

    private List<CaptureRun> TakeRuns(Predicate<CaptureRun> which)
    {
        lock (sync)
            return [.. standing.Values.SelectMany(capture => capture.Take(which))];
    }

    private List<CaptureRun> AllRuns()
    {
        lock (sync)
            return [.. standing.Values.SelectMany(capture => capture.Runs)];
    }

    // A query of an earlier version may be none today: the capture stands and says so.
    private Func<GraphView, IEnumerable<Node>> Compile(CaptureRequest request)
    {
        try
        {
            return options.Compile(request.GremlinQuery);
        }
        catch (Exception e)
        {
            log.LogError("The query of capture {Capture} is refused: {Error}", request.ID, e.Message);
            return _ => throw new ArgumentException(e.Message);
        }
    }

    private void Save(IEnumerable<CaptureRequest> captures)
    {
        if (options.File is { } file)
            CaptureFile.Write(file, captures);
    }

    /// <summary>Equal for requests that differ in nothing that captures.</summary>
    private static string Described(CaptureRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            CaptureJson.Write(writer, request with { ID = "", Name = null, Description = null, Expires = null });
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Wakes one waiter; set many times, it wakes once.</summary>
    private sealed class Signal
    {
        private readonly Channel<bool> waiting = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Set() => waiting.Writer.TryWrite(true);

        /// <returns>False when cancelled; true when set, or after <paramref name="atMost"/>.</returns>
        public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(atMost);
            try
            {
                await waiting.Reader.ReadAsync(limit.Token);
                return true;
            }
            catch (OperationCanceledException)
            {
                return !cancel.IsCancellationRequested;
            }
        }
    }
}
