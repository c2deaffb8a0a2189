using Microsoft.Extensions.Logging;
using Steffi.Flows;
using Steffi.Gremlin;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary>The host's life: data folder, graph, flows, web server, probes, captures; and back in the opposite order.</summary>
internal static class AnalyzerHost
{
    /// <returns>The exit code: 0 after an orderly end.</returns>
    /// <exception cref="CommandException">The data folder or the address cannot be had; nothing was started.</exception>
    public static async Task<int> RunAsync(AnalyzerOptions options, CancellationToken cancel)
    {
        using var shutdown = new Shutdown();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, shutdown.Requested);
        using var logs = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(options.Verbose ? LogLevel.Debug : LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.Warning)
            // What it logs when it cannot start is thrown too, and told in one line.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "))
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

        using var data = options.DataFolder is { } folder ? DataFolder.Hold(folder) : null;
        using var graph = Open(options, data);
        GraphIndexes.Create(graph);
        await using var probes = new ProbeHost(graph, new ProbeHostOptions
        {
            PluginFolder = options.PluginFolder,
            Configuration = options.Configuration,
            LoggerFactory = logs,
        });
        await using var flows = FlowKeeping.Open(options, data);
        var feed = new FlowFeed();
        var processes = new FlowProcesses(graph);
        await using var captures = new CaptureHost(graph, probes.Captures, new CaptureHostOptions
        {
            Compile = CaptureQuery.Compile,
            OnFlow = flow =>
            {
                flow = processes.Tell(flow);
                flows.Add(flow);
                feed.Publish(flow);
            },
            File = data?.CapturesPath,
            Configuration = options.Configuration,
            LoggerFactory = logs,
        });
        var live = new NamedFlows(captures, processes);
        var steps = new FlowSteps(live, flows, probes.Captures.CompileFilter);
        var dialects = new Dialects(GremlinDialect.Skydive.With(steps).With(new SocketSteps()), GremlinDialect.TinkerPop.With(steps).With(new SocketSteps()));
        await using var web = await WebServer.StartAsync(options.Listen, new AnalyzerState(graph, probes, captures, dialects, live, feed), logs, stop.Token);
        using var naming = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);
        var named = processes.RunAsync(naming.Token);
        try
        {
            await probes.StartAsync(stop.Token);
            await captures.StartAsync();
            await Discovery.SettleAsync(graph, TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(10), stop.Token);
            try
            {
                StartReport.Print(graph, probes, options, web.Address);
            }
            catch (IOException)
            {
                // Nobody reads it, or there is no room for it: the host runs all the same.
            }
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("steffi: ending");
        }
        catch (InvalidDataException e)
        {
            throw new CommandException($"the standing captures cannot be read: {e.Message} Mend the file, or move it away.");
        }
        // Captures first: they end while their interfaces' nodes are there, and hand on their last flows.
        await captures.StopAsync();
        await flows.FlushAsync(CancellationToken.None);
        await naming.CancelAsync();
        await named.ContinueWith(_ => { }, TaskScheduler.Default);
        await probes.StopAsync();
        graph.Flush();
        return 0;
    }

    private static Graph Open(AnalyzerOptions options, DataFolder? data)
    {
        if (data is null)
            return new Graph(new GraphOptions { Retention = options.Retention });
        RocksDbStore? store = null;
        try
        {
            store = RocksDbStore.Open(data.StorePath);
            return new Graph(new GraphOptions { Store = store, Retention = options.Retention });
        }
        catch (IOException e)
        {
            throw new CommandException($"{e.Message} Move the folder away to start afresh, choose another with --data DIR, or run with --memory.");
        }
        catch (StoreCorruptException e)
        {
            store?.Dispose();
            throw new CommandException($"the history in {data.StorePath} is damaged: {e.Message} Move the folder away to start afresh, or run with --memory.");
        }
    }
}
