using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Steffi.Flows;
using Steffi.Gremlin;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>Sockets of real namespaces against what ss(8) says; needs iproute2.</summary>
public sealed class SocketTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(9);
    private static readonly GremlinDialect Dialect = GremlinDialect.Skydive.With(new SocketSteps());

    [Fact]
    public Task Listeners_and_both_ends_of_connections_are_as_ss_says() => RunAsync(async (net, blue, red) =>
    {
        using var server = Listen(red, IPAddress.Any, 7001);
        using var six = Listen(blue, IPAddress.IPv6Any, 7002);
        using var client = Connect(blue, "10.9.0.2", 7001);
        using var accepted = server.Accept();
        using var mapped = Connect(blue, "127.0.0.1", 7002);
        using var acceptedSix = six.Accept();
        using var bound = Udp(red, new IPEndPoint(IPAddress.Any, 7003));
        using var connected = Udp(blue, new IPEndPoint(IPAddress.Any, 0));
        connected.Connect("10.9.0.2", 7003);
        await EqualsKernelAsync(net, blue, red);
        var here = net.Graph.Live;
        Assert.Equal(5, SocketStatistics.Graph(here, here.Namespace(blue)).Count);
        Assert.Equal(3, SocketStatistics.Graph(here, here.Namespace(red)).Count);
    });

    [Fact]
    public Task What_is_closed_leaves_and_stays_in_the_past() => RunAsync(async (net, blue, red) =>
    {
        var server = Listen(red, IPAddress.Any, 7001);
        await net.SeesAsync("the listener", view => Has(view, red, "LISTEN"), Soon);
        var then = net.Now;
        server.Dispose();
        await net.SeesAsync("no listener", view => !Has(view, red, "LISTEN"), Soon);
        Assert.True(Has(net.Graph.At(then), red, "LISTEN"));
    });

    [Fact]
    public Task What_the_kernel_tells_of_is_seen_before_the_next_round() => RunAsync(async (net, blue, red) =>
    {
        await net.SeesAsync("the first round", view => view.Namespace(red)?.Contains("Sockets") == true, Soon);
        using var server = Listen(red, IPAddress.Any, 7001);
        await net.SeesAsync("the listener", view => Has(view, red, "LISTEN"), Soon);
        var client = Connect(blue, "10.9.0.2", 7001);
        await net.SeesAsync("both ends", view => Has(view, blue, "ESTABLISHED") && Has(view, red, "ESTABLISHED"), Soon);
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        await net.SeesAsync("their end", view => !Has(view, blue, "ESTABLISHED") && !Has(view, red, "ESTABLISHED"), Soon);
    }, period: "600");

    [Fact]
    public Task A_descriptor_that_two_processes_hold_names_both() => RunAsync(async (net, blue, red) =>
    {
        // sh listens by its child, which inherits the descriptor that sh opened; both run until the end.
        var script = "import os,socket,time\ns=socket.socket();s.bind(('0.0.0.0',7005));s.listen();os.fork();time.sleep(60)";
        net.Start("ip", "netns", "exec", red, "python3", "-c", script);
        await net.SeesAsync("two processes", view => SocketStatistics.Graph(view, view.Namespace(red)).Any(line => line.Processes.Contains(',')), TimeSpan.FromSeconds(9));
        await EqualsKernelAsync(net, red);
        var parent = int.Parse(SocketStatistics.Graph(net.Graph.Live, net.Graph.Live.Namespace(red)).Single().Processes.Split(',')[1]);
        Process.GetProcessById(parent).Kill();
        await net.SeesAsync("one process", view => SocketStatistics.Graph(view, view.Namespace(red)).Any(line => !line.Processes.Contains(',')), TimeSpan.FromSeconds(9));
    });

    [Fact]
    public Task Processes_are_linked_to_whom_they_talk_across_namespaces() => RunAsync(async (net, blue, red) =>
    {
        net.Start("ip", "netns", "exec", red, "python3", "-c",
            "import socket\ns=socket.socket();s.bind(('0.0.0.0',7006));s.listen()\nwhile 1: c=s.accept()[0]; c.recv(1); c.close()");
        await net.SeesAsync("the server", view => Has(view, red, "LISTEN"), Soon);
        using var client = Connect(blue, "10.9.0.2", 7006);
        var view = await net.SeesAsync("the connection", view => Talking(view).Length == 1, Soon);
        var (from, to, edge) = Talking(view).Single();
        Assert.Equal(Environment.ProcessId, from["PID"].AsInt());
        Assert.StartsWith("python3", to["Name"].ToString());
        Assert.Equal(7006, edge["Port"].AsInt());
        Assert.True(view.Owns(view.Namespace(red), to));
        var then = net.Now;
        client.Dispose();
        await net.SeesAsync("no connection", after => Talking(after).Length == 0, Soon);
        Assert.Single(Talking(net.Graph.At(then)));
    });

    [Fact]
    public Task A_UDP_server_that_answers_from_one_socket_is_found_by_its_address() => RunAsync(async (net, blue, red) =>
    {
        net.Start("ip", "netns", "exec", red, "python3", "-c",
            "import socket,time\ns=socket.socket(type=socket.SOCK_DGRAM);s.bind(('0.0.0.0',7007));time.sleep(60)");
        using var client = Udp(blue, new IPEndPoint(IPAddress.Any, 0));
        client.Connect("10.9.0.2", 7007);
        var view = await net.SeesAsync("the conversation", view => Talking(view).Any(talk => talk.To["Type"] == "process"), Soon);
        Assert.Equal(Environment.ProcessId, Talking(view).Single().From["PID"].AsInt());
    });

    [Fact]
    public Task A_thousand_connections_that_live_for_a_moment_are_all_in_the_past() => RunAsync(async (net, blue, red) =>
    {
        using var server = Listen(red, IPAddress.Any, 7008);
        await net.SeesAsync("the listener", view => Has(view, red, "LISTEN"), Soon);
        var begin = net.Now;
        var ports = Connections(blue, server, 1000);
        foreach (var (ns, side) in new[] { (blue, "Local"), (red, "Remote") })
        {
            var seen = await SeenAsync(net, ns, begin, side, ports.Count);
            Assert.Empty(ports.Except(seen.Keys));
            Assert.All(ports, port => Assert.Equal(Environment.ProcessId, seen[port]));
        }
        await EqualsKernelAsync(net, red);
    }, period: "0.5");

    [Fact]
    public Task A_UDP_socket_that_sends_once_is_in_the_past() => RunAsync(async (net, blue, red) =>
    {
        var begin = net.Now;
        long port;
        using (var client = Udp(blue, new IPEndPoint(IPAddress.Any, 0)))
        {
            client.Connect("10.9.0.2", 7009);
            client.Send([1]);
            port = ((IPEndPoint)client.LocalEndPoint!).Port;
        }
        Assert.Contains(port, (await SeenAsync(net, blue, begin, "Local", 1)).Keys);
    }, period: "0.5");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    public Task A_UDP_socket_that_never_sends_is_in_the_past(string address) => RunAsync(async (net, blue, red) =>
    {
        Assert.SkipUnless(File.ReadAllText("/proc/mounts").Contains(" cgroup2 ", StringComparison.Ordinal), "needs control groups of version 2");
        var begin = net.Now;
        var ports = new List<long>();
        for (int i = 0; i < 100; i++)
        {
            using var socket = Udp(blue, new IPEndPoint(IPAddress.Parse(address), 0));
            ports.Add(((IPEndPoint)socket.LocalEndPoint!).Port);
        }
        var seen = await SeenAsync(net, blue, begin, "Local", ports.Count);
        Assert.All(ports, port => Assert.Equal(Environment.ProcessId, seen[port]));
        await net.SeesAsync("none of them any more", view => SocketStatistics.Graph(view, view.Namespace(blue)).Count == 0, Soon);
    }, period: "2");

    [Fact]
    public Task Who_talked_to_whom_stays_for_a_while() => RunAsync(async (net, blue, red) =>
    {
        net.Start("ip", "netns", "exec", red, "python3", "-c",
            "import socket\ns=socket.socket();s.bind(('0.0.0.0',7006));s.listen()\nwhile 1: s.accept()[0].close()");
        await net.SeesAsync("the server", view => Has(view, red, "LISTEN"), Soon);
        Connect(blue, "10.9.0.2", 7006).Dispose();
        await net.SeesAsync("the conversation", view => Talking(view).Length == 1, Soon);
        await Task.Delay(300);
        Assert.Single(Talking(net.Graph.Live));
        await net.SeesAsync("its end", view => Talking(view).Length == 0, Soon);
    }, linger: "1");

    [Fact]
    public Task What_was_lost_and_sent_again_stands_on_the_processes_of_both_ends() => RunAsync(async (net, blue, red) =>
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/iptables"), "needs iptables");
        var server = net.Start("ip", "netns", "exec", red, "python3", "-c",
            "import socket\ns=socket.socket();s.bind(('0.0.0.0',7010));s.listen();c=s.accept()[0]\ntry:\n while c.recv(1): c.send(bytes(1000))\nexcept OSError: pass");
        await net.SeesAsync("the server", view => Has(view, red, "LISTEN"), Soon);
        using var client = Connect(blue, "10.9.0.2", 7010);
        client.Send([1]);
        await client.ReceiveAsync(new byte[1000]);
        var view = await net.SeesAsync("the round trips", view => Health(view, server.Id, "TCPHealth.SRTT") > 0 && Health(view, Environment.ProcessId, "TCPHealth.SRTT") > 0, Soon);
        Assert.Equal(0, Health(view, server.Id, "TCPHealth.Retransmits"));
        long revision = Holder(view, server.Id)!.Value.Revision;

        net.Ip($"netns exec {blue} iptables -A INPUT -p tcp --sport 7010 -j DROP");
        client.Send([1]);
        view = await net.SeesAsync("the loss", view => Health(view, server.Id, "TCPHealth.Retransmits") > 0 && Health(view, Environment.ProcessId, "Drops.NETFILTER_DROP") > 0, Soon);
        Assert.Equal(0, Health(view, server.Id, "Drops.NETFILTER_DROP"));
        Assert.Equal(0, Health(view, server.Id, "TCPHealth.Resets"));
        net.Ip($"netns exec {blue} iptables -F INPUT");
        await client.ReceiveAsync(new byte[1000]);

        using var listener = Listen(blue, IPAddress.Any, 7011);   // keeps this process's node
        long resets = Health(net.Graph.Live, Environment.ProcessId, "TCPHealth.Resets");
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        await net.SeesAsync("the reset", view => Health(view, Environment.ProcessId, "TCPHealth.Resets") == resets + 1, Soon);
        Assert.Equal(revision, Holder(view, server.Id)!.Value.Revision);
    });

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public Task Datagrams_that_nobody_takes_stand_on_who_sent_them(string address) => RunAsync(async (net, blue, red) =>
    {
        using var client = Udp(blue, new IPEndPoint(IPAddress.Parse(address), 0));
        await net.SeesAsync("the socket", view => SocketStatistics.Graph(view, view.Namespace(blue)).Count == 1, Soon);
        for (int i = 0; i < 3; i++)
            client.SendTo([1], new IPEndPoint(IPAddress.Parse(address), 7012));
        await net.SeesAsync("the drops", view => Health(view, Environment.ProcessId, "Drops.NO_SOCKET") == 3, Soon);
    });

    [Theory]
    [InlineData("10.9.0.1", "10.9.0.2", "Ip: ")]
    [InlineData("fd09::1", "fd09::2", "Ip6")]
    public Task Datagrams_in_pieces_stand_on_who_sent_and_who_got_them(string from, string to, string kernel) => RunAsync(async (net, blue, red) =>
    {
        foreach (var (ns, address) in new[] { (blue, "fd09::1"), (red, "fd09::2") })
            net.Ip($"-n {ns} addr add {address}/64 dev eth0 nodad");
        var server = net.Start("ip", "netns", "exec", red, "python3", "-c",
            $"import socket\ns=socket.socket(socket.AF_INET6 if ':' in '{to}' else socket.AF_INET,socket.SOCK_DGRAM);s.bind(('{(to.Contains(':') ? "::" : "")}',7013))\nwhile 1: s.recv(9000)");
        using var client = Udp(blue, new IPEndPoint(IPAddress.Parse(from), 0));
        var view = await net.SeesAsync("both sockets", view => Holder(view, server.Id) is not null && Holder(view, Environment.ProcessId) is not null, Soon);
        foreach (int length in new[] { 100, 6000, 3000 })
            client.SendTo(new byte[length], new IPEndPoint(IPAddress.Parse(to), 7013));
        long fragments = KernelCount(net, blue, kernel, "FragCreates");
        Assert.InRange(fragments, 8, 20);
        await net.SeesAsync("the fragments", view => Health(view, Environment.ProcessId, "Fragments.Sent") == fragments && Health(view, server.Id, "Fragments.Received") == fragments, Soon);
        Assert.Equal((0, 0), (Health(net.Graph.Live, Environment.ProcessId, "Fragments.Received"), Health(net.Graph.Live, server.Id, "Fragments.Sent")));
        Assert.Equal(fragments, KernelCount(net, red, kernel, "ReasmReqds"));
    });

    // What the kernel counts for the whole namespace: /proc/net/snmp has a line of names and one of numbers, snmp6 a line each.
    private static long KernelCount(Situation net, string ns, string protocol, string name)
    {
        if (protocol == "Ip6")
            return long.Parse(net.Ip($"netns exec {ns} cat /proc/net/snmp6").Split('\n').Single(line => line.StartsWith("Ip6" + name + " ", StringComparison.Ordinal))[(name.Length + 3)..], CultureInfo.InvariantCulture);
        var lines = net.Ip($"netns exec {ns} cat /proc/net/snmp").Split('\n').Where(line => line.StartsWith(protocol, StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        return long.Parse(lines[1][Array.IndexOf(lines[0], name)], CultureInfo.InvariantCulture);
    }

    private static Node? Holder(GraphView view, int pid)
    {
        foreach (var node in view.Nodes)
        {
            if (node["Type"] == "process" && node["PID"] == pid)
                return node;
        }
        return null;
    }

    private static long Health(GraphView view, int pid, string path) =>
        Holder(view, pid) is { } node && node[path] is { Kind: ValueKind.Int } value ? value.AsInt() : 0;

    // The ends of connections that are over when this returns, each at most some milliseconds after its begin.
    private static List<long> Connections(string ns, Socket server, int count)
    {
        var ports = new List<long>();
        for (int i = 0; i < count; i++)
        {
            using var client = Connect(ns, "10.9.0.2", 7008);
            using var accepted = server.Accept();
            ports.Add(((IPEndPoint)client.LocalEndPoint!).Port);
            // Without it the port would wait a minute for stray segments.
            client.LingerState = accepted.LingerState = new LingerOption(true, 0);
        }
        return ports;
    }

    // Ports and processes of all sockets that a namespace's node has shown since.
    private static async Task<Dictionary<long, long>> SeenAsync(Situation net, string ns, DateTimeOffset begin, string side, int count)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = net.Graph.During(new TimeWindow(begin, net.Now.AddSeconds(1))).Query($"G.V().Has('Name', '{ns}').Sockets()", options: new QueryOptions { Dialect = Dialect });
            using var rows = JsonDocument.Parse(answer.ToJson());
            var seen = rows.RootElement.EnumerateArray().SelectMany(row => row.EnumerateObject()).SelectMany(place => place.Value.EnumerateArray())
                .Where(socket => socket.GetProperty("State").GetString() != "LISTEN").GroupBy(socket => socket.GetProperty($"{side}Port").GetInt64())
                .ToDictionary(same => same.Key, same => same.Max(socket => socket.TryGetProperty("PID", out var pid) ? pid.GetInt64() : 0));
            if (seen.Count >= count || watch.Elapsed > Soon)
                return seen;
            await Task.Delay(50);
        }
    }

    private static Task RunAsync(Func<Situation, string, string, Task> body, string period = "0.05", string linger = "0") => Situation.RunAsync(async net =>
    {
        string blue = net.AddNamespace(), red = net.AddNamespace();
        net.Ip($"-n {blue} link add eth0 type veth peer name eth0 netns {red}");
        foreach (var (ns, address) in new[] { (blue, "10.9.0.1/24"), (red, "10.9.0.2/24") })
        {
            net.Ip($"-n {ns} addr add {address} dev eth0");
            net.Ip($"-n {ns} link set eth0 up");
            net.Ip($"-n {ns} link set lo up");
        }
        await net.SeesAsync("both addresses", view => view.Link(red, "eth0").Texts("IPV4").Length == 1 && view.Link(blue, "eth0").Texts("IPV4").Length == 1);
        net.Start(new SocketInfoProbe(), new() { ["period"] = period, ["linger"] = linger, ["metrics.period"] = "0.2" });
        await body(net, blue, red);
    });

    private static async Task EqualsKernelAsync(Situation net, params string[] namespaces)
    {
        var watch = Stopwatch.StartNew();
        foreach (var ns in namespaces)
        {
            while (true)
            {
                var (kernel, graph) = (SocketStatistics.Kernel(ns), SocketStatistics.Graph(net.Graph.Live, net.Graph.Live.Namespace(ns)));
                if (kernel.Count > 0 && kernel.SetEquals(graph))
                    break;
                Assert.True(watch.Elapsed < Soon, $"{ns}: ss says\n{string.Join('\n', kernel)}\nthe graph\n{string.Join('\n', graph)}");
                await Task.Delay(20);
            }
        }
    }

    private static bool Has(GraphView view, string ns, string state) =>
        SocketStatistics.Graph(view, view.Namespace(ns)).Any(line => line.State == state);

    private static (Node From, Node To, Edge Edge)[] Talking(GraphView view) =>
        [.. view.Edges.Where(edge => edge["RelationType"] == "connection" && edge["Address"] == "10.9.0.2").Select(edge => (edge.Parent, edge.Child, edge))];

    private static Socket Listen(string ns, IPAddress address, int port) => SocketStatistics.In(ns, () =>
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = true;
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen();
        return socket;
    });

    private static Socket Connect(string ns, string address, int port) => SocketStatistics.In(ns, () =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Parse(address), port);
        return socket;
    });

    private static Socket Udp(string ns, IPEndPoint local) => SocketStatistics.In(ns, () =>
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(local);
        return socket;
    });
}
