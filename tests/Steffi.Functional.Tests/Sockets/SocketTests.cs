using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static Steffi.Functional.Tests.Sockets.BlueAndRed;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>Sockets of real namespaces against what ss(8) says; needs iproute2.</summary>
public sealed class SocketTests
{
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
        var script = "import ctypes,os,socket,time\ns=socket.socket();s.bind(('0.0.0.0',7005));s.listen()\nif os.fork()==0: ctypes.CDLL(None).prctl(1,9)\ntime.sleep(60)";
        var parent = net.Start("ip", "netns", "exec", red, "python3", "-c", script);
        await net.SeesAsync("two processes", view => SocketStatistics.Graph(view, view.Namespace(red)).Any(line => line.Processes.Contains(',')), TimeSpan.FromSeconds(9));
        await EqualsKernelAsync(net, red);
        // The child, whose number may be the lower one: it would end with its parent.
        string child = SocketStatistics.Graph(net.Graph.Live, net.Graph.Live.Namespace(red)).Single().Processes.Split(',').Single(pid => pid != $"{parent.Id}");
        Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture)).Kill();
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
    public Task Who_talked_to_whom_stays_for_a_while() => RunAsync(async (net, blue, red) =>
    {
        net.Start("ip", "netns", "exec", red, "python3", "-c",
            "import socket\ns=socket.socket();s.bind(('0.0.0.0',7006));s.listen()\nwhile 1: s.accept()[0].close()");
        await net.SeesAsync("the server", view => Has(view, red, "LISTEN"), Soon);
        var begin = net.Now;
        Connect(blue, "10.9.0.2", 7006).Dispose();
        await net.SeesAsync("the conversation", view => Talking(view).Length == 1, Soon);
        await net.SeesAsync("its end", view => Talking(view).Length == 0, Soon);
        var edge = Assert.Single(Talking(net.Graph.Between(begin, net.Now))).Edge;
        Assert.True(edge.DeletedAt - edge.CreatedAt > TimeSpan.FromSeconds(0.5), $"stayed for {edge.DeletedAt - edge.CreatedAt}");
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

    private static (Node From, Node To, Edge Edge)[] Talking(GraphView view) =>
        [.. view.Edges.Where(edge => edge["RelationType"] == "connection" && edge["Address"] == "10.9.0.2").Select(edge => (edge.Parent, edge.Child, edge))];
}
