using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>A running host, and plugins loaded, reloaded and unloaded by name.</summary>
public sealed class PluginHostTests : IAsyncDisposable
{
    private readonly TempFolder plugins = new();
    private readonly Graph graph = new(new GraphOptions { Host = "h1" });
    private readonly ProbeHost host;

    public PluginHostTests()
    {
        var settings = new Dictionary<string, string?> { ["english:Whom"] = "Steffi" };
        host = new(graph, new ProbeHostOptions
        {
            PluginFolder = plugins,
            WatchPluginFolder = false,
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
        });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        graph.Dispose();
        plugins.Dispose();
    }

    [Fact]
    public async Task Clashing_versions_of_a_dependency_run_side_by_side()
    {
        plugins.Drop("English1", "english");
        plugins.Drop("French", "french");
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.Names("greeting").Length == 2, "both have written");
        Assert.Equal(["Bonjour monde", "Hello Steffi"], graph.Live.Names("greeting"));
        Assert.Equal("1.0.0.0", graph.Live.Named("greeting", "Hello Steffi").Text("Library"));
        Assert.Equal("2.0.0.0", graph.Live.Named("greeting", "Bonjour monde").Text("Library"));
    }

    [Fact]
    public async Task Plugin_that_brings_copies_of_the_contract_gets_the_hosts()
    {
        var folder = plugins.Drop("English1", "english");
        foreach (var contract in new[] { typeof(Graph), typeof(TopologyProbe) })
            File.Copy(contract.Assembly.Location, Path.Combine(folder, Path.GetFileName(contract.Assembly.Location)));
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.State("english") == "Running", "it runs");
    }

    [Fact]
    public async Task Reloading_replaces_code_version_and_elements_and_keeps_the_node()
    {
        plugins.Drop("English1", "english");
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.State("english") == "Running", "version 1 runs");
        Assert.Equal("1.0.0", graph.Live.Probe("english").Text("Version"));
        var created = graph.Live.Probe("english")!.Value.CreatedAt;

        plugins.Drop("English2", "english");
        await host.ReloadAsync("english", Cancel);
        await Until.Holds(() => graph.Live.State("english") == "Running" && graph.Live.State("whisper") == "Running", "version 2 runs");
        Assert.Equal(["Hello WORLD", "psst"], graph.Live.Names("greeting"));
        Assert.Equal("2.0.0", graph.Live.Probe("english").Text("Version"));
        Assert.Equal(created, graph.Live.Probe("english")!.Value.CreatedAt);

        plugins.Drop("English1", "english");
        await host.ReloadAsync("english", Cancel);
        await Until.Holds(() => graph.Live.Names("greeting") is ["Hello Steffi"], "version 1 runs again");
        Assert.Equal("absent", graph.Live.State("whisper"));
    }

    [Fact]
    public async Task Broken_replacement_leaves_the_old_code_running_and_says_so()
    {
        plugins.Drop("English1", "english");
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.State("english") == "Running", "it runs");
        var file = plugins.Write("english/English.dll", "half a file");
        var error = await Assert.ThrowsAsync<PluginLoadException>(() => host.ReloadAsync("english", Cancel));
        Assert.Equal(file, error.File);
        Assert.Equal("Running", graph.Live.State("english"));
        Assert.StartsWith($"not reloaded, 1.0.0 runs on: Plugin 'english': {file}: BadImageFormatException", graph.Live.Probe("english").Text("LastError"), StringComparison.Ordinal);

        plugins.Drop("English1", "english");
        await host.ReloadAsync("english", Cancel);
        await Until.Holds(() => graph.Live.State("english") == "Running", "it runs again");
        Assert.Null(graph.Live.Probe("english").Text("LastError"));
    }

    [Fact]
    public async Task Broken_plugin_is_on_a_node_and_does_not_stop_the_others()
    {
        plugins.Write("broken/Broken.dll", "not an assembly");
        plugins.Drop("French", "french");
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.State("french") == "Running", "the other runs");
        Assert.Equal("Failed", graph.Live.State("broken"));
        Assert.Contains("Broken.dll: BadImageFormatException", graph.Live.Probe("broken").Text("LastError"), StringComparison.Ordinal);
        Assert.Equal([("broken", ProbeState.Failed), ("french", ProbeState.Running)], host.Status.Select(status => (status.Name, status.State)));

        File.Delete(Path.Combine(plugins, "broken", "Broken.dll"));
        plugins.Drop("English1", "broken");
        await host.LoadAsync("broken", Cancel);
        Assert.Equal("absent", graph.Live.State("broken"));
        Assert.NotEqual("absent", graph.Live.State("english"));
    }

    [Fact]
    public async Task Missing_dependency_is_named()
    {
        plugins.Drop("English1", "english");
        File.Delete(Path.Combine(plugins, "english", "Speech.dll"));
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.State("english") == "BackingOff", "it fails when it first needs it");
        Assert.Contains("Speech, Version=1.0.0.0", graph.Live.Probe("english").Text("LastError"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_plugin_with_a_probe_of_the_same_name_is_refused()
    {
        plugins.Drop("English1", "english");
        plugins.Drop("English1", "zz-copy");
        await host.StartAsync(Cancel);
        Assert.Contains("plugin 'english' has a probe 'english' already", graph.Live.Probe("zz-copy").Text("LastError"), StringComparison.Ordinal);
        await Until.Holds(() => graph.Live.State("english") == "Running", "the first runs");
    }

    [Theory]
    [InlineData("nothing", "no such folder")]
    [InlineData("../english", "not the name of a plugin's folder")]
    public async Task Loading_what_is_not_there_is_an_error_and_leaves_no_node(string name, string reason)
    {
        await host.StartAsync(Cancel);
        var error = await Assert.ThrowsAsync<PluginLoadException>(() => host.LoadAsync(name, Cancel));
        Assert.Equal(reason, error.Reason);
        Assert.Empty(graph.Live.Names("probe"));
    }

    [Fact]
    public async Task Unloading_takes_elements_node_and_code_and_loading_brings_them_back()
    {
        plugins.Drop("English1", "english");
        plugins.Drop("French", "french");
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.Names("greeting").Length == 2, "both have written");
        await host.UnloadAsync("english", Cancel);
        await host.UnloadAsync("english", Cancel);
        Assert.Equal(["Bonjour monde"], graph.Live.Names("greeting"));
        Assert.Equal("absent", graph.Live.State("english"));
        await LeavesMemory();

        await host.LoadAsync("english", Cancel);
        await host.LoadAsync("english", Cancel);
        await Until.Holds(() => graph.Live.Names("greeting").Length == 2, "it is back");
    }

    [Fact]
    public async Task Code_leaves_memory_after_failures_reload_and_stop()
    {
        plugins.Drop("English1", "english");
        File.Delete(Path.Combine(plugins, "english", "Speech.dll"));
        await host.StartAsync(Cancel);
        await Until.Holds(() => graph.Live.State("english") == "BackingOff", "it fails");
        plugins.Drop("English2", "english");
        await host.ReloadAsync("english", Cancel);
        await Until.Holds(() => graph.Live.State("english") == "Running", "it runs");
        await host.StopAsync();
        Assert.NotEmpty(host.Unloaded);
        await LeavesMemory();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task LeavesMemory() => Until.Holds(() =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return host.Unloaded.All(context => !context.IsAlive);
    }, "the unloaded code is collected");
}
