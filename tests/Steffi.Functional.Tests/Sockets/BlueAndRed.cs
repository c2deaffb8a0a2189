using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Steffi.Flows;
using Steffi.Gremlin;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>Two namespaces with a cable between, 10.9.0.1 and fd09::1 at one end, 10.9.0.2 and fd09::2 at the other; their sockets are followed.</summary>
internal static class BlueAndRed
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(9);
    private static readonly GremlinDialect Dialect = GremlinDialect.Skydive.With(new SocketSteps());

    public static Task RunAsync(Func<Situation, string, string, Task> body, string period = "0.05", string linger = "0") => Situation.RunAsync(async net =>
    {
        string blue = net.AddNamespace(), red = net.AddNamespace();
        net.Ip($"-n {blue} link add eth0 type veth peer name eth0 netns {red}");
        foreach (var (ns, number) in new[] { (blue, 1), (red, 2) })
        {
            net.Ip($"-n {ns} addr add 10.9.0.{number}/24 dev eth0");
            net.Ip($"-n {ns} addr add fd09::{number}/64 dev eth0 nodad");
            net.Ip($"-n {ns} link set eth0 up");
            net.Ip($"-n {ns} link set lo up");
        }
        await net.SeesAsync("both addresses", view => view.Link(red, "eth0").Texts("IPV4").Length == 1 && view.Link(blue, "eth0").Texts("IPV4").Length == 1);
        net.Start(new SocketInfoProbe(), new() { ["period"] = period, ["linger"] = linger, ["metrics.period"] = "0.2" });
        await body(net, blue, red);
    });

    /// <summary>Waits until the graph has what ss(8) says of each namespace.</summary>
    public static async Task EqualsKernelAsync(Situation net, params string[] namespaces)
    {
        foreach (var ns in namespaces)
            await EqualsKernelAsync(net, ns, lines => lines.Count > 0);
    }

    /// <summary>And until that is as expected; then both ways of reading sockets must have it, too.</summary>
    public static async Task EqualsKernelAsync(Situation net, string ns, Func<HashSet<SocketLine>, bool> isExpected)
    {
        using var best = SocketScan.Open(out _);
        using var plain = new DiagScan();
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var (kernel, graph) = (SocketStatistics.Kernel(ns), SocketStatistics.Graph(net.Graph.Live, net.Graph.Live.Namespace(ns)));
            var (some, others) = (SocketStatistics.Scanned(best, ns), SocketStatistics.Scanned(plain, ns));
            if (isExpected(kernel) && kernel.SetEquals(graph) && SocketStatistics.Nameless(kernel) is var nameless && nameless.SetEquals(some) && nameless.SetEquals(others))
                return;
            Assert.True(watch.Elapsed < Soon, $"{ns}: ss says\n{Text(kernel)}\nthe graph\n{Text(graph)}\n{best.GetType().Name}\n{Text(some)}\nsock_diag\n{Text(others)}");
            await Task.Delay(20);
        }
    }

    private static string Text(HashSet<SocketLine> lines) => string.Join('\n', lines.Select(line => line.ToString()).Order());

    /// <summary>All sockets that a namespace's node has shown since, once they are as expected or the time is over.</summary>
    public static async Task<HashSet<SocketLine>> SeenAsync(Situation net, string ns, DateTimeOffset begin, Func<HashSet<SocketLine>, bool> isAll, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = net.Graph.During(new TimeWindow(begin, net.Now.AddSeconds(1))).Query($"G.V().Has('Name', '{ns}').Sockets()", options: new QueryOptions { Dialect = Dialect });
            using var rows = JsonDocument.Parse(answer.ToJson());
            var seen = rows.RootElement.EnumerateArray().SelectMany(row => row.EnumerateObject()).SelectMany(place => place.Value.EnumerateArray()).Select(SocketStatistics.Of).ToHashSet();
            if (isAll(seen) || watch.Elapsed > (patience ?? Soon))
                return seen;
            await Task.Delay(50);
        }
    }

    public static bool Has(GraphView view, string ns, string state) =>
        SocketStatistics.Graph(view, view.Namespace(ns)).Any(line => line.State == state);

    public static Socket Listen(string ns, IPAddress address, int port) => SocketStatistics.In(ns, () =>
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = true;
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen();
        return socket;
    });

    public static Socket Connect(string ns, string address, int port) => SocketStatistics.In(ns, () =>
    {
        var to = IPAddress.Parse(address);
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(to, port);
        return socket;
    });

    public static Socket Udp(string ns, IPEndPoint local) => SocketStatistics.In(ns, () =>
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(local);
        return socket;
    });
}
