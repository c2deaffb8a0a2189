using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>A running host follows its plugin folder.</summary>
public sealed class PluginFolderWatchTests : IAsyncDisposable
{
    private readonly TempFolder root = new();
    private readonly Graph graph = new(new GraphOptions { Host = "h1" });
    private readonly ProbeHost host;

    public PluginFolderWatchTests() => host = new(graph, new ProbeHostOptions
    {
        PluginFolder = Plugins,
        QuietPeriod = TimeSpan.FromMilliseconds(100),
        LookEvery = TimeSpan.FromSeconds(1),
    });

    private string Plugins => Path.Combine(root, "plugins");

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        graph.Dispose();
        root.Dispose();
    }

    [Fact]
    public async Task Plugins_are_loaded_reloaded_and_unloaded_as_their_files_come_change_and_go()
    {
        Directory.CreateDirectory(Plugins);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Drop("English1", "english");
        await Shows("Hello world");
        Drop("English2", "english");
        await Shows("Hello WORLD", "psst");
        Drop("French", "french");
        await Shows("Bonjour monde", "Hello WORLD", "psst");
        Directory.Delete(Path.Combine(Plugins, "english"), recursive: true);
        await Shows("Bonjour monde");
        Assert.Equal("absent", graph.Live.State("english"));
    }

    [Fact]
    public async Task Folder_may_appear_after_the_host_has_started()
    {
        await host.StartAsync(TestContext.Current.CancellationToken);
        Drop("French", "french");
        await Shows("Bonjour monde");
    }

    [Fact]
    public async Task Folder_renamed_into_place_is_loaded()
    {
        Directory.CreateDirectory(Plugins);
        Drop("French", ".incoming");
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Empty(host.Status);
        Directory.Move(Path.Combine(Plugins, ".incoming"), Path.Combine(Plugins, "french"));
        await Shows("Bonjour monde");
    }

    [Fact]
    public async Task Files_that_arrive_slowly_are_taken_when_they_rest()
    {
        Directory.CreateDirectory(Plugins);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "plugins", "French", "French.dll"), TestContext.Current.CancellationToken);
        Drop("French", ".rest");
        var folder = Directory.CreateDirectory(Path.Combine(Plugins, "french")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Plugins, ".rest")).Where(file => !file.EndsWith("French.dll", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await using (var slow = File.Create(Path.Combine(folder, "French.dll")))
            foreach (var part in bytes.Chunk(bytes.Length / 10))
            {
                await slow.WriteAsync(part, TestContext.Current.CancellationToken);
                await slow.FlushAsync(TestContext.Current.CancellationToken);
                Assert.Empty(host.Status);
                await Task.Delay(40, TestContext.Current.CancellationToken);
            }
        await Shows("Bonjour monde");
        Assert.Null(graph.Live.Probe("french").Text("LastError"));
    }

    [Fact]
    public async Task What_was_unloaded_by_name_stays_so_until_its_files_change()
    {
        Drop("English1", "english");
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Shows("Hello world");
        await host.UnloadAsync("english", TestContext.Current.CancellationToken);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Empty(host.Status);
        Drop("English2", "english");
        await Shows("Hello WORLD", "psst");
    }

    [Fact]
    public async Task Broken_plugin_that_is_mended_is_loaded()
    {
        root.Write("plugins/french/French.dll", "half");
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Failed", graph.Live.State("french"));
        Drop("French", "french");
        await Shows("Bonjour monde");
        Assert.Single(graph.Live.Names("probe"));
    }

    private void Drop(string plugin, string name) => root.Drop(plugin, Path.Combine("plugins", name));

    private Task Shows(params string[] greetings) =>
        Until.Holds(() => graph.Live.Names("greeting").SequenceEqual(greetings), $"the graph has {string.Join(", ", greetings)}");
}
