using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static Steffi.Functional.Tests.Sockets.BlueAndRed;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>Sockets that open and close between two looks: no look can see them, and the past has all of them.</summary>
public sealed class ShortLivedTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMilliseconds(5);

    [Fact]
    public Task A_thousand_connections_that_live_under_five_milliseconds_are_all_in_the_past() => RunAsync(async (net, blue, red) =>
    {
        var server = net.Start("ip", "netns", "exec", red, "python3", "-c",
            "import socket\ns=socket.socket();s.bind(('0.0.0.0',7008));s.listen(1000)\nwhile 1: s.accept()[0].close()");
        await net.SeesAsync("the listener", view => Has(view, red, "LISTEN"), Soon);
        var begin = net.Now;
        var ports = SocketStatistics.In(blue, () => ShortConnections(1000, new IPEndPoint(IPAddress.Parse("10.9.0.2"), 7008)));
        Assert.Equal(1000, ports.Count);
        await SeesAllAsync(net, blue, begin, [.. ports.Select(port => ($"10.9.0.1 {port}", "10.9.0.2 7008", Environment.ProcessId))]);
        await SeesAllAsync(net, red, begin, [.. ports.Select(port => ("10.9.0.2 7008", $"10.9.0.1 {port}", server.Id))]);
        await EqualsKernelAsync(net, red);
    }, period: "0.5");

    [Theory]
    [InlineData("AF_INET", "10.9.0.2", "10.9.0.1")]
    [InlineData("AF_INET6", "fd09::2", "fd09::1")]
    [InlineData("AF_INET6", "::ffff:10.9.0.2", "::ffff:10.9.0.1")]
    public Task Connections_that_are_refused_are_in_the_past_with_their_process(string family, string to, string from) => RunAsync(async (net, blue, red) =>
    {
        var begin = net.Now;
        var told = Situation.Run("ip", "netns", "exec", blue, "python3", "-c", $"""
            import os,socket
            for i in range(100):
             s=socket.socket(socket.{family})
             try: s.connect(('{to}',7011))
             except ConnectionRefusedError: print(os.getpid(), s.getsockname()[1])
             s.close()
            """).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToArray();
        Assert.Equal(100, told.Length);
        var seen = await SeesAllAsync(net, blue, begin, [.. told.Select(one => ($"{from} {one[1]}", $"{to} 7011", int.Parse(one[0], CultureInfo.InvariantCulture)))]);
        Assert.All(seen, line => Assert.Equal("SYN_SENT", line.State));
        // Nobody answered: it talked to nobody.
        Assert.DoesNotContain(net.Graph.Live.Edges, edge => edge["Port"] == 7011);
    }, period: "2");

    [Fact]
    public Task A_listener_to_which_nobody_connects_is_in_the_past() => RunAsync(async (net, blue, red) =>
    {
        var begin = net.Now;
        Listen(blue, IPAddress.Any, 7012).Dispose();
        var line = Assert.Single(await SeesAllAsync(net, blue, begin, [("0.0.0.0 7012", "0.0.0.0 0", Environment.ProcessId)]));
        Assert.Equal("LISTEN", line.State);
    }, period: "2");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    public Task A_UDP_socket_that_is_only_bound_is_in_the_past(string address) => DatagramsAsync(async (net, blue) =>
    {
        var begin = net.Now;
        var ports = Ports(() => Udp(blue, new IPEndPoint(IPAddress.Parse(address), 0)));
        await SeesAllAsync(net, blue, begin, [.. ports.Select(port => ($"{address} {port}", address.Contains(':') ? ":: 0" : "0.0.0.0 0", Environment.ProcessId))]);
    });

    [Theory]
    [InlineData("10.9.0.1", "10.9.0.2")]
    [InlineData("fd09::1", "fd09::2")]
    public Task A_UDP_socket_that_is_only_connected_is_in_the_past(string from, string to) => DatagramsAsync(async (net, blue) =>
    {
        var begin = net.Now;
        var ports = Ports(() => ConnectedUdp(blue, to));
        var seen = await SeesAllAsync(net, blue, begin, [.. ports.Select(port => ($"{from} {port}", $"{to} 7009", Environment.ProcessId))]);
        Assert.All(seen, line => Assert.Equal("ESTABLISHED", line.State));
    });

    [Fact]
    public Task A_UDP_socket_that_sends_once_is_in_the_past() => RunAsync(async (net, blue, red) =>
    {
        var begin = net.Now;
        using var client = ConnectedUdp(blue, "10.9.0.2");
        client.Send([1]);
        string local = $"10.9.0.1 {((IPEndPoint)client.LocalEndPoint!).Port}";
        client.Dispose();
        await SeesAllAsync(net, blue, begin, [(local, "10.9.0.2 7009", Environment.ProcessId)]);
    }, period: "0.5");

    // As many as are wanted, each from a port of its own; one that the machine made wait for longer does not count.
    private static HashSet<int> ShortConnections(int count, IPEndPoint to)
    {
        var ports = new HashSet<int>();
        for (int i = 0; i < 5 * count && ports.Count < count; i++)
        {
            using var client = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            long start = Stopwatch.GetTimestamp();
            client.Connect(to);
            int port = ((IPEndPoint)client.LocalEndPoint!).Port;
            // Without it the port would wait a minute for stray segments.
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
            if (Stopwatch.GetElapsedTime(start) < Life)
                ports.Add(port);
        }
        return ports;
    }

    private static List<int> Ports(Func<Socket> open)
    {
        var ports = new List<int>();
        for (int i = 0; i < 100; i++)
        {
            using var socket = open();
            ports.Add(((IPEndPoint)socket.LocalEndPoint!).Port);
        }
        return ports;
    }

    private static Socket ConnectedUdp(string ns, string to) => SocketStatistics.In(ns, () =>
    {
        var address = IPAddress.Parse(to);
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address, 7009);
        return socket;
    });

    // Both ends and the process of each.
    private static async Task<HashSet<SocketLine>> SeesAllAsync(Situation net, string ns, DateTimeOffset begin, HashSet<(string Local, string Remote, int Process)> expected)
    {
        var seen = await SeenAsync(net, ns, begin, lines => expected.IsSubsetOf(lines.Select(Who)));
        Assert.Empty(expected.Except(seen.Select(Who)));
        return seen;

        static (string, string, int) Who(SocketLine line) => (line.Local, line.Remote, int.TryParse(line.Processes, out int pid) ? pid : 0);
    }

    private static Task DatagramsAsync(Func<Situation, string, Task> body)
    {
        Assert.SkipUnless(File.ReadAllText("/proc/mounts").Contains(" cgroup2 ", StringComparison.Ordinal), "needs control groups of version 2");
        return RunAsync(async (net, blue, red) =>
        {
            await body(net, blue);
            await net.SeesAsync("none of them any more", view => SocketStatistics.Graph(view, view.Namespace(blue)).Count == 0, Soon);
        }, period: "2");
    }
}
