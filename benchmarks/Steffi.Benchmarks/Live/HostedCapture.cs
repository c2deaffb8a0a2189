using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Benchmarks;

/// <summary>A capture of Steffi's on the interface eth0 of a namespace, as a host runs it.</summary>
internal sealed class HostedCapture : IDisposable
{
    private readonly Graph graph = new();
    private readonly CaptureHost host;

    /// <summary>Captures when it is made.</summary>
    public HostedCapture(string type, string netns, int threads)
    {
        var space = ElementId.FromName("netns", netns);
        var link = ElementId.FromName("eth0", netns);
        graph.Write(t =>
        {
            t.AddNode(space, Metadata.Of(("Type", "netns"), ("Name", netns), ("Path", LiveCaptureFigure.PathOf(netns))));
            t.AddNode(link, Metadata.Of(("Type", "veth"), ("Name", "eth0"), ("IfIndex", LiveCaptureFigure.IndexIn(netns)), ("NetNS", LiveCaptureFigure.InodeOf(netns))));
            t.AddEdge(space, link, Metadata.Of(("RelationType", "ownership")));
        });
        var catalog = new CaptureCatalog();
        catalog.Add(() => new PcapCapture());
        catalog.Add(() => new AFPacketCapture());
        host = new CaptureHost(graph, catalog, new CaptureHostOptions { Compile = _ => view => view.Nodes });
        host.StartAsync().GetAwaiter().GetResult();
        host.Create(new CaptureRequest { ID = "bench", GremlinQuery = "G.V()", Type = type, Threads = threads });
        while (host.Status[0].Points is not [{ State: CaptureState.Active }])
            Thread.Sleep(10);
    }

    /// <summary>As told once a second.</summary>
    public long Received => Point.Counters.PacketsReceived - Point.Counters.PacketsDropped;

    /// <summary>Of the threads that read and meter.</summary>
    public TimeSpan CPUTime => Point.CPUTime;

    private CapturePoint Point => host.Status[0].Points[0];

    public void Dispose()
    {
        host.StopAsync().GetAwaiter().GetResult();
        graph.Dispose();
    }
}
