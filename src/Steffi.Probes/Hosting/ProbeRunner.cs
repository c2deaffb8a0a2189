using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>Runs one probe over and over until it is stopped: a run, and after a failure a delay and the next.</summary>
internal sealed class ProbeRunner(
    string name, Func<TopologyProbe> make, Func<bool, RunContext> makeContext, ProbeNode node, ProbeHostOptions options, ILogger log)
{
    private readonly CancellationTokenSource stop = new();
    private RunContext? context;
    private Task? loop;

    public string Name => name;

    public ProbeNode Node => node;

    /// <summary>Shows the probe's node, and begins the first run.</summary>
    public void Start()
    {
        node.Update(status => status with { State = ProbeState.Starting });
        loop = Task.Run(LoopAsync);
    }

    /// <summary>Ends the probe. Nothing of it writes to the graph afterwards, even if its code runs on.</summary>
    /// <returns>False when it did not end within <see cref="ProbeHostOptions.StopTimeout"/>; node and log say so.</returns>
    public async Task<bool> StopAsync()
    {
        var ended = true;
        try
        {
            // The cancelling is inside the bound as well: it runs what the probe registered with its token.
            await Task.WhenAll(stop.CancelAsync(), loop ?? Task.CompletedTask).WaitAsync(options.StopTimeout, options.Time);
        }
        catch (AggregateException e)
        {
            log.LogWarning("Probe {Probe} failed while it stopped: {Error}", name, ErrorText.Of(e));
        }
        catch (TimeoutException)
        {
            ended = false;
        }
        Volatile.Read(ref context)?.End();
        if (ended)
            node.Update(status => status with { State = ProbeState.Stopped, Message = null });
        else
        {
            var error = $"did not stop within {options.StopTimeout.TotalSeconds:0.###} s; given up, its code may still run";
            log.LogError("Probe {Probe} {Error}", name, error);
            node.Update(status => status with { State = ProbeState.Stopped, Message = null, LastError = error });
        }
        return ended;
    }

    private async Task LoopAsync()
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            node.Update(status => status with { State = ProbeState.Starting, Message = null });
            var began = options.Time.GetTimestamp();
            var error = await RunOnceAsync();
            if (error is null)
                return;

            failures = options.Time.GetElapsedTime(began) >= options.Restart.HealthyAfter ? 1 : failures + 1;
            var delay = options.Restart.Delay(failures, Random.Shared.NextDouble());
            node.Update(status => status with
            {
                State = ProbeState.BackingOff,
                Message = null,
                LastError = error,
                Restarts = status.Restarts + 1,
            });
            log.LogWarning("Probe {Probe} failed and is restarted in {Delay:0.###} s: {Error}", name, delay.TotalSeconds, error);
            await Task.Delay(delay, options.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What went wrong; null when it ended because it was asked to.</summary>
    private async Task<string?> RunOnceAsync()
    {
        TopologyProbe? probe = null;
        RunContext? run = null;
        try
        {
            probe = make();
            Volatile.Write(ref context, run = makeContext(probe.Reconciles));
            await (probe.RunAsync(run, stop.Token) ?? throw new InvalidOperationException("RunAsync returned null"));
            return stop.IsCancellationRequested ? null : "RunAsync returned before it was asked to stop";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            log.LogDebug(e, "Probe {Probe} failed", name);
            if (!stop.IsCancellationRequested)
                return ErrorText.Of(e);
            log.LogWarning("Probe {Probe} failed while it stopped: {Error}", name, ErrorText.Of(e));
            return null;
        }
        finally
        {
            run?.End();
            await DisposeAsync(probe);
        }
    }

    private async Task DisposeAsync(TopologyProbe? probe)
    {
        try
        {
            if (probe is IAsyncDisposable later)
                await later.DisposeAsync();
            else
                (probe as IDisposable)?.Dispose();
        }
        catch (Exception e)
        {
            log.LogWarning("Probe {Probe} could not be disposed: {Error}", name, ErrorText.Of(e));
        }
    }
}
