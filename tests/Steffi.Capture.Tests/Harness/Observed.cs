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
    private readonly ProbeHost probes;

    private Observed(Action<Flow>? onFlow, (string, string)[] settings)
    {
        probes = new ProbeHost(Graph);
        probes.Add(() => new NetlinkProbe());
        probes.Add(() => new NetnsProbe());
        probes.Captures.Add(() => new AFPacketCapture());
        probes.Captures.Add(() => new PcapCapture());
        probes.Captures.Add(() => new BpfSessionCapture());
        Host = Captures.HostOf(Graph, probes.Captures, onFlow ?? Ended.Add, settings: settings);
    }

    public Graph Graph { get; } = new();

    public CaptureHost Host { get; }

    /// <summary>Every update that the captures' tables gave.</summary>
    public ConcurrentBag<Flow> Ended { get; } = [];

    public static async Task<Observed> StartAsync(Action<Flow>? onFlow = null, params (string, string)[] settings)
    {
        var observed = new Observed(onFlow, settings);
        await observed.probes.StartAsync();
        await observed.Host.StartAsync();
        return observed;
    }

    /// <summary>Captures the interfaces of this name in these namespaces, and waits until all run.</summary>
    public async Task<CaptureRequest> CaptureAsync(string type, string name, string[] namespaces, FlowTableOptions? flows = null, string? filter = null)
    {
        var inodes = string.Join(", ", namespaces.Select(Network.Inode));
        var request = Captures.Of($"G.V().Has('Name', '{name}', 'NetNS', Within({inodes}))", type, flows, filter);
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

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await probes.StopAsync();
        Graph.Dispose();
    }
}
