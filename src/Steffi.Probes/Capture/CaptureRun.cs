using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>One capture on one interface, over and over until it is stopped: a run, after a failure a delay and the next.</summary>
internal sealed class CaptureRun(CaptureRequest request, CapturedInterface place, CaptureCatalog catalog, CaptureHostOptions options, Action changed)
{
    private readonly ILogger log = options.LoggerFactory.CreateLogger("Steffi.Probes.capture");
    private readonly CancellationTokenSource stop = new();
    private readonly Lock sync = new();
    private readonly Dictionary<string, string> unfit = [];   // types that do not work on this interface, and why
    private RunningCapture? running;
    private CaptureType? type;
    private CaptureState state;
    private string? message, error;
    private (CaptureCounters Counters, FlowTableStatistics Table, IReadOnlyList<DissectorStatistics> Dissectors, TimeSpan CPU) before = (default, default, [], default);
    private Task loop = Task.CompletedTask;

    public CaptureRequest Request => request;

    /// <summary>What the interface was at the last look; the next run begins with it.</summary>
    public CapturedInterface Place { get; set; } = place;

    /// <summary>How it is now.</summary>
    public CapturePoint Point
    {
        get
        {
            lock (sync)
            {
                var (counted, table, dissectors, cpu) = Sum();
                return new(Place.Id, Place.Name, state, type?.Name, message, error, counted, table, dissectors, cpu);
            }
        }
    }

    /// <summary>Flows in its table now.</summary>
    public IReadOnlyList<Flow> Find(FlowLookup lookup)
    {
        lock (sync)
        {
            if (running is null)
                return [];
            // After a rename the table knows the interface by a TID that is no longer its own.
            var all = running.NodeTID == Place.TID ? lookup : FlowLookup.All;
            return [.. running.Find(all).Select(flow => Shown(flow, type!))];
        }
    }

    /// <summary>Whether code of this plugin runs in it.</summary>
    public bool Uses(string plugin)
    {
        lock (sync)
            return type?.Plugin == plugin || (request.Flows.Classify && catalog.HasDissectorsOf(plugin));
    }

    public void Start() => loop = Task.Run(LoopAsync);

    /// <summary>Ends it; its flows are flushed.</summary>
    public async Task StopAsync()
    {
        try
        {
            await Task.WhenAll(stop.CancelAsync(), loop).WaitAsync(options.StopTimeout, options.Time);
        }
        catch (AggregateException e)
        {
            log.LogWarning("The capture {Capture} on {Interface} failed while it stopped: {Error}", request.ID, Place.Name, ErrorText.Of(e));
        }
        catch (TimeoutException)
        {
            log.LogError("The capture {Capture} on {Interface} did not stop within {Seconds} s; given up, its code may still run",
                request.ID, Place.Name, options.StopTimeout.TotalSeconds);
        }
    }

    private async Task LoopAsync()
    {
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            Show(CaptureState.Starting, null);
            var began = options.Time.GetTimestamp();
            string? failure;
            try
            {
                if (await RunOnceAsync(Choose()))
                    return;
                failure = "the capture ended before it was asked to";
            }
            catch (NotSupportedException e) when (request.Type is null && type is { } tried && !stop.IsCancellationRequested)
            {
                log.LogInformation("Capture {Type} does not work on {Interface}: {Reason}", tried.Name, Place.Name, e.Message);
                unfit[tried.Name] = e.Message;
                continue;
            }
            catch (Exception e)
            {
                if (stop.IsCancellationRequested)
                    return;
                log.LogDebug(e, "Capture {Capture} on {Interface} failed", request.ID, Place.Name);
                failure = ErrorText.Of(e);
            }
            failures = options.Time.GetElapsedTime(began) >= options.Restart.HealthyAfter ? 1 : failures + 1;
            var delay = options.Restart.Delay(failures, Random.Shared.NextDouble());
            log.LogWarning("Capture {Capture} on {Interface} failed and is tried again in {Delay:0.###} s: {Error}",
                request.ID, Place.Name, delay.TotalSeconds, failure);
            unfit.Clear();
            lock (sync)
                error = failure;
            Show(CaptureState.BackingOff, null);
            await Task.Delay(delay, options.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The type asked for, or the best that is left.</summary>
    /// <exception cref="CaptureRefusedException">There is none.</exception>
    private CaptureType Choose()
    {
        var chosen = CaptureChoice.Of(request, catalog, unfit);
        lock (sync)
            return type = chosen;
    }

    /// <returns>True when it ended because it was asked to.</returns>
    private async Task<bool> RunOnceAsync(CaptureType chosen)
    {
        var here = Place;
        var flows = request.Flows with
        {
            NodeTID = here.TID,
            CaptureID = request.ID,
            SamplingRate = request.SamplingRate,
            Dissectors = [],
        };
        Func<IReadOnlyList<FlowDissector>>? dissectors = flows.Classify ? catalog.MakeDissectors : null;
        Action<Flow>? tell = options.OnFlow is { } sink ? flow => sink(Shown(flow, chosen)) : null;
        var section = (options.Configuration ?? new ConfigurationBuilder().Build()).GetSection("capture").GetSection(chosen.Name);
        using var context = new RunningCapture(request, here, count => new ShardedFlowTable(count, flows, tell, dissectors), section,
            options.LoggerFactory.CreateLogger("Steffi.Probes.capture." + chosen.Name), options.Time, ShowOf);
        lock (sync)
            running = context;
        var capture = chosen.Make();
        try
        {
            await (capture.RunAsync(context, stop.Token) ?? throw new InvalidOperationException("RunAsync returned null"));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            context.Flush();
            lock (sync)
            {
                before = Sum();
                (before.Counters, before.Table) = (before.Counters with { BufferBytes = 0 }, before.Table with { Memory = 0 });
                running = null;
            }
            (capture as IDisposable)?.Dispose();
        }
        return stop.IsCancellationRequested;
    }

    private (CaptureCounters, FlowTableStatistics Table, IReadOnlyList<DissectorStatistics>, TimeSpan) Sum() => running is null ? before
        : (before.Counters + running.Counters, before.Table + running.Statistics, DissectorStatistics.Sum(before.Dissectors.Concat(running.Dissectors)), before.CPU + running.CPUTime);

    private void Show(CaptureState next, string? said) => ShowOf(null, next, said);

    // A run that is over is not heard; null is this itself.
    private void ShowOf(RunningCapture? of, CaptureState next, string? said)
    {
        lock (sync)
        {
            if (of is not null && of != running)
                return;
            // What is used instead of the preferred type is told as long as it runs.
            var full = unfit.Count == 0 || next == CaptureState.BackingOff ? said
                : string.Join("; ", unfit.Select(one => $"{one.Key}: {one.Value}").Append(said).OfType<string>());
            if ((state, message) == (next, full))
                return;
            (state, message) = (next, full);
        }
        changed();
    }

    /// <summary>A flow as others get it: named by the interface as it is called now, and uncounted where its packets were seen in part.</summary>
    private Flow Shown(Flow flow, CaptureType by)
    {
        if (!by.CountsPackets)
            flow = flow with { Metric = new FlowMetric(0, 0, 0, 0, flow.Metric.Start, flow.Metric.Last, flow.Metric.RTT), LastUpdateMetric = null };
        return flow.NodeTID == Place.TID ? flow : flow with { NodeTID = Place.TID };
    }
}
