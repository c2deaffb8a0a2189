using System.Diagnostics;
using System.Globalization;
using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Benchmarks;

/// <summary>
/// Live capture over a veth pair between two namespaces of its own: at which rate SharpPcap's standard mode just loses nothing, and what each type
/// costs there, metering included. <c>./steffi bench capture</c>, as root; about a minute.
/// </summary>
internal static class LiveCaptureFigure
{
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(3);
    private static readonly double[] Rates = [0.2e6, 0.4e6, 0.6e6, 0.8e6, 1.0e6, 1.2e6, 1.4e6, 1.6e6, 2e6];

    public static int Print()
    {
        var (left, right) = ($"stbl{Environment.ProcessId}", $"stbr{Environment.ProcessId}");
        try
        {
            Ip("netns", "add", left);
            Ip("netns", "add", right);
            Ip("-n", left, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", right);
            Ip("-n", left, "link", "set", "eth0", "up");
            Ip("-n", right, "link", "set", "eth0", "up");
            Console.WriteLine("| type | sent a second | received | lost | CPU of the capture's thread | a packet |");
            Console.WriteLine("|---|---|---|---|---|---|");
            Measure("pcap", left, right, Rates[0], shown: false);
            double held = 0;
            foreach (var rate in Rates)
            {
                var (sent, lost) = Measure("pcap", left, right, rate);
                // The sender may be what is at its end.
                if (lost > 0 || sent < 0.5 * rate)
                    break;
                held = rate;
            }
            Measure("afpacket", left, right, Rates[0], shown: false);
            Measure("afpacket", left, right, Math.Max(held, Rates[0]));
            Measure("afpacket", left, right, Rates[^1]);
            return 0;
        }
        finally
        {
            Ip("netns", "del", left);
            Ip("netns", "del", right);
        }
    }

    private static (double Sent, long Lost) Measure(string type, string from, string to, double rate, bool shown = true)
    {
        using var graph = new Graph();
        var space = ElementId.FromName("netns", to);
        var link = ElementId.FromName("eth0", to);
        graph.Write(t =>
        {
            t.AddNode(space, Metadata.Of(("Type", "netns"), ("Name", to), ("Path", PathOf(to))));
            t.AddNode(link, Metadata.Of(("Type", "veth"), ("Name", "eth0"), ("IfIndex", IndexIn(to)), ("NetNS", InodeOf(to))));
            t.AddEdge(space, link, Metadata.Of(("RelationType", "ownership")));
        });
        var catalog = new CaptureCatalog();
        catalog.Add(() => new PcapCapture());
        catalog.Add(() => new AFPacketCapture());
        var host = new CaptureHost(graph, catalog, new CaptureHostOptions { Compile = _ => view => view.Nodes });
        host.StartAsync().GetAwaiter().GetResult();
        host.Create(new CaptureRequest { ID = "bench", GremlinQuery = "G.V()", Type = type });
        while (Point()?.State != CaptureState.Active)
            Thread.Sleep(10);
        var (sent, achieved) = FrameBlaster.Send(PathOf(from), IndexIn(from), rate, Run);
        Thread.Sleep(2500);   // until the counters are told
        var point = Point()!;
        host.StopAsync().GetAwaiter().GetResult();
        long received = point.Counters.PacketsReceived - point.Counters.PacketsDropped, lost = sent - received;
        if (shown)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {type} | {achieved / 1e6:0.00} M | {received:N0} | {Math.Max(lost, 0):N0} | {point.CPUTime.TotalMilliseconds:N0} ms in {Run.TotalSeconds:0} s | {point.CPUTime.TotalNanoseconds / Math.Max(received, 1):0} ns |"));
        return (achieved, Math.Max(lost, 0));

        CapturePoint? Point() => host.Status[0].Points is [var one] ? one : null;
    }

    private static string PathOf(string netns) => "/run/netns/" + netns;

    private static int IndexIn(string netns) => int.Parse(Output("ip", "-n", netns, "-o", "link", "show", "eth0").Split(':')[0], CultureInfo.InvariantCulture);

    private static long InodeOf(string netns) => long.Parse(Output("stat", "-L", "-c", "%i", PathOf(netns)), CultureInfo.InvariantCulture);

    private static void Ip(params string[] arguments) => Output("ip", arguments);

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
