using Microsoft.Extensions.Configuration;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>A third party's plugin, built outside the solution against the packed packages, in a running host.</summary>
public sealed class OutsidePluginTests : IAsyncDisposable
{
    private readonly TempFolder home = new();
    private readonly Graph graph = new(new GraphOptions { Host = "h1" });
    private readonly ProbeHost host;

    public OutsidePluginTests()
    {
        Directory.CreateDirectory(Plugins);
        host = new(graph, new ProbeHostOptions
        {
            PluginFolder = Plugins,
            Configuration = new ConfigurationBuilder().AddInMemoryCollection([new("weather:StormFile", Storm)]).Build(),
            Restart = new RestartPolicy { InitialDelay = TimeSpan.FromMilliseconds(500) },
        });
    }

    private string Plugins => Path.Combine(home, "plugins");

    private string Storm => Path.Combine(home, "storm");

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        graph.Dispose();
        home.Dispose();
    }

    [Fact]
    public async Task Dropped_into_the_folder_it_loads_feeds_the_graph_throws_is_restarted_and_is_unloaded()
    {
        var cancel = TestContext.Current.CancellationToken;
        await host.StartAsync(cancel);
        var plugin = new OutsidePlugin(home);
        await plugin.Pack();
        var built = await plugin.Build();
        Assert.Equal(["Acme.Weather.dll"], Directory.GetFiles(built, "*.dll").Select(Path.GetFileName));

        // Loads and feeds the graph.
        TempFolder.Copy(built, Path.Combine(Plugins, "weather"));
        await Until.Holds(() => Looks() > 2, "the graph is fed");
        Assert.Equal("Running", graph.Live.State("weather"));
        Assert.Equal("1.2.3", graph.Live.Probe("weather").Text("Version"));
        Assert.Equal("weather.h1", Station()!.Value.Origin);
        Assert.Equal(host.HostNode, Assert.Single(Station()!.Value.InEdges).ParentId);
        var fed = graph.Now;

        // Throws; what it found stays.
        await File.WriteAllTextAsync(Storm, "", cancel);
        await Until.Holds(() => graph.Live.State("weather") == "BackingOff", "it throws");
        Assert.Equal("IOException: struck by lightning", graph.Live.Probe("weather").Text("LastError"));
        Assert.True(graph.Live.Probe("weather")!.Value["Restarts"].AsInt() >= 1);
        Assert.NotNull(Station());

        // Is restarted, and replaces what it had found.
        File.Delete(Storm);
        await Until.Holds(() => graph.Live.State("weather") == "Running" && Looks() > 2 && Station()!.Value.CreatedAt > fed, "it is restarted");

        // Is unloaded.
        await host.UnloadAsync("weather", cancel);
        Assert.Null(Station());
        Assert.Equal("absent", graph.Live.State("weather"));
        await Until.Holds(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return host.Unloaded.All(context => !context.IsAlive);
        }, "its code leaves memory");

        // The past keeps it all.
        Assert.Equal(["roof"], graph.At(fed).Names("station"));
        Assert.Equal("Running", graph.At(fed).State("weather"));
    }

    private Node? Station() => graph.Live.Named("station", "roof");

    private long Looks() => Station() is { } station ? station["Looks"].AsInt() : -1;
}
