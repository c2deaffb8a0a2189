using System.Collections.Concurrent;
using Steffi.Flows;
using Steffi.Plugins.Netlink;
using Steffi.Plugins.NetNS;
using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>A graph of this machine, fed by the network probes, with a capture host on it.</summary>
internal sealed class Observed : IAsyncDisposable
{
    private Observed(Action<Flow>? onFlow, (string, string)[] settings, string? pluginFolder)
    {
        Probes = new ProbeHost(Graph, new ProbeHostOptions { PluginFolder = pluginFolder, WatchPluginFolder = false });
        Probes.Add(() => new NetlinkProbe());
        Probes.Add(() => new NetnsProbe());
        if (pluginFolder is null)
        {
            Probes.Captures.Add(() => new AFPacketCapture());
            Probes.Captures.Add(() => new PcapCapture());
            Probes.Captures.Add(() => new BpfSessionCapture());
        }
        Host = Captures.HostOf(Graph, Probes.Captures, onFlow ?? Ended.Add, settings: settings);
    }

    public Graph Graph { get; } = new();

    public ProbeHost Probes { get; }

    public CaptureHost Host { get; }

    /// <summary>Every update that the captures' tables gave.</summary>
    public ConcurrentBag<Flow> Ended { get; } = [];

    public static Task<Observed> StartAsync(Action<Flow>? onFlow = null, params (string, string)[] settings) => StartAsync(new Observed(onFlow, settings, null));

    /// <summary>With the capture types of plugins in place of the test's own.</summary>
    public static Task<Observed> StartWithAsync(string pluginFolder) => StartAsync(new Observed(null, [], pluginFolder));

    /// <summary>Captures the interfaces of this name in these namespaces, and waits until all run.</summary>
    public async Task<CaptureRequest> CaptureAsync(string type, string name, string[] namespaces, FlowTableOptions? flows = null, string? filter = null, int threads = 0)
    {
        var inodes = string.Join(", ", namespaces.Select(Network.Inode));
        var request = Captures.Of($"G.V().Has('Name', '{name}', 'NetNS', Within({inodes}))", type, flows, filter) with { Threads = threads };
        Host.Create(request);
        await ActiveAsync(request, namespaces.Length);
        return request;
    }

    public Task ActiveAsync(CaptureRequest request, int count) =>
        Until.True($"{count} active captures", () => Points(request).Count(point => point.State == CaptureState.Active) == count, otherwise: () => string.Join('\n', Points(request)));

    public IReadOnlyList<CapturePoint> Points(CaptureRequest request) => Host.Status.Single(status => status.Request.ID == request.ID).Points;

    public Node Link(string netns, string name) => Graph.Live.Nodes.Single(node => node["NetNS"].ToString() == Network.Inode(netns) && node["Name"] == name && !node["IfIndex"].IsNull);

    /// <summary>Ends the capture and gives its flows, each as it was last.</summary>
    public async Task<List<Flow>> EndAsync(CaptureRequest request)
    {
        await Host.DeleteAsync(request.ID);
        return [.. Ended.Where(flow => flow.CaptureID == request.ID).GroupBy(flow => flow.UUID).Select(same => same.MaxBy(flow => flow.Revision)!)];
    }

    private static async Task<Observed> StartAsync(Observed observed)
    {
        await observed.Probes.StartAsync();
        await observed.Host.StartAsync();
        return observed;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await Probes.StopAsync();
        Graph.Dispose();
    }
}
