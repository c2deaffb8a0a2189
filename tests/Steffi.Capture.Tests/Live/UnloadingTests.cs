using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>The plugin pcap, loaded from its folder, and captures that run its code.</summary>
public sealed class UnloadingTests : IDisposable
{
    private const string Plugin = "pcap";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("steffi-plugins-");

    [Fact]
    public async Task Unloading_the_plugin_ends_its_captures_whole_and_loading_it_takes_them_up_again()
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        CopyPlugin();
        await using var observed = await Observed.StartWithAsync(folder.FullName);
        var threaded = await observed.CaptureAsync("afpacket", "eth0", [left], filter: "icmp", threads: 2);
        var other = await observed.CaptureAsync("pcap", "eth0", [right], filter: "icmp");
        network.In(left, "ping", "-q", "-c", "3", "-i", "0.01", "10.0.0.2");
        await Until.True("six packets each", () => Both().All(request => observed.Points(request)[0].Counters.PacketsReceived == 6));
        Assert.True(IsLoaded());

        await observed.Probes.UnloadAsync(Plugin, TestContext.Current.CancellationToken);
        Assert.All(Both(), request => Assert.Equal(3, Assert.Single(observed.Ended, flow => flow.CaptureID == request.ID).Metric.ABPackets));
        Assert.Equal(0, Sockets(left) + Sockets(right));
        await Until.True("it is said", () => Both().All(request => observed.Points(request) is [{ State: CaptureState.BackingOff, Error: { } error }] && error.Contains("no capture type", StringComparison.Ordinal)),
            otherwise: () => string.Join('\n', Both().SelectMany(observed.Points)));
        await Until.True("the code leaves memory", () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !IsLoaded();
        });

        await observed.Probes.LoadAsync(Plugin, TestContext.Current.CancellationToken);
        await observed.ActiveAsync(threaded, 1);
        await observed.ActiveAsync(other, 1);
        network.In(left, "ping", "-q", "-c", "1", "10.0.0.2");
        await Until.True("two packets more", () => Both().All(request => observed.Host.Find(FlowLookup.All).Any(flow => flow.CaptureID == request.ID)));

        CaptureRequest[] Both() => [threaded, other];

        // The kernel's own list of packet sockets, under one line of headings.
        int Sockets(string netns) => network.In(netns, "cat", "/proc/net/packet").Split('\n').Length - 1;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static bool IsLoaded() => AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.IsCollectible && assembly.GetName().Name == "Steffi.Plugins.Pcap");

    // What the build laid beside the plugin's project, of the same configuration as this test.
    private void CopyPlugin()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var repository = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        var built = Path.Combine(repository.FullName, "plugins", "pcap", "bin", output.Parent.Name, output.Name);
        var target = folder.CreateSubdirectory(Plugin).FullName;
        foreach (var file in Directory.GetFiles(built))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
