using System.Net;
using System.Net.Sockets;
using Steffi.Netlink;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>Both ways of reading sockets and their holders, against ss(8) and each other.</summary>
public sealed class SocketScanTests
{
    [Theory]
    [InlineData("iterators")]
    [InlineData("sock_diag")]
    public Task Sockets_of_each_namespace_and_their_holders_are_as_ss_says(string way) => Situation.RunAsync(async net =>
    {
        string[] places = [net.AddNamespace(), net.AddNamespace(), net.AddNamespace()];
        var open = new List<Socket>();
        for (int i = 0; i < places.Length; i++)
        {
            net.Ip($"-n {places[i]} link set lo up");
            open.AddRange(SocketStatistics.In(places[i], () => SomeSockets(7100 + i)));
        }
        net.Start("ip", "netns", "exec", places[0], "python3", "-c",
            "import ctypes,os,socket,time\ns=socket.socket();s.bind(('0.0.0.0',7105));s.listen()\nif os.fork()==0: ctypes.CDLL(None).prctl(1,9)\ntime.sleep(60)");
        await net.SeesAsync("the listener of two processes", _ => SocketStatistics.Kernel(places[0]).Any(line => line.Processes.Contains(',')), TimeSpan.FromSeconds(9));

        using var scan = Scan(way);
        for (int i = 0; i < places.Length; i++)
        {
            var kernel = SocketStatistics.Kernel(places[i]);
            Assert.Equal(i == 0 ? 7 : 6, kernel.Count);
            Assert.Equal(SocketStatistics.Nameless(kernel), SocketStatistics.Scanned(scan, places[i]));
            Assert.Equal(2, SocketStatistics.Read(scan, places[i]).Count(socket => socket.RoundTrip > 0));
        }
        open.ForEach(socket => socket.Dispose());
    });

    [Fact]
    public Task Both_ways_give_the_same_ten_thousand_sockets() => Situation.RunAsync(net =>
    {
        const int Count = 10_000;
        string place = net.AddNamespace();
        net.Ip($"-n {place} link set lo up");
        var open = SocketStatistics.In(place, () => Enumerable.Range(0, Count).Select(_ => Datagrams(IPAddress.Loopback, 0)).ToList());
        using var iterators = Scan("iterators");
        using var diag = Scan("sock_diag");
        var sockets = SocketStatistics.Read(iterators, place);
        Assert.Equal(Count, sockets.Count);
        Assert.Equal(sockets.ToHashSet(), SocketStatistics.Read(diag, place).ToHashSet());
        var (known, same) = (iterators.ReadHolders(), diag.ReadHolders());
        Assert.All(sockets, socket => Assert.Equal([Environment.ProcessId], known[socket.Inode].Intersect(same[socket.Inode])));
        open.ForEach(socket => socket.Dispose());
        return Task.CompletedTask;
    });

    [Fact]
    public void Who_may_not_use_iterators_reads_all_the_same_and_says_what_is_missing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to give it up");
        Unprivileged.Run(() =>
        {
            using var scan = SocketScan.Open(out var problem);
            Assert.IsType<DiagScan>(scan);
            Assert.Contains("needs CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON", problem);
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            var found = new List<SocketRecord>();
            scan.ReadSockets("here", hasRoundTrips: true, found);
            Assert.Contains(found, socket => socket.Local.Equals(new SocketEnd(IPAddress.Loopback, (ushort)((IPEndPoint)listener.LocalEndPoint!).Port)));
        });
    }

    private static SocketScan Scan(string way)
    {
        if (way == "sock_diag")
            return new DiagScan();
        try
        {
            return IteratorScan.Open();
        }
        catch (Exception refused) when (refused is NotSupportedException or KernelCallException)
        {
            Assert.Skip(refused.Message);
            throw;
        }
    }

    // A listener, both ends of a connection over IPv4 in IPv6, and three of datagrams.
    private static List<Socket> SomeSockets(int port)
    {
        var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, port);
        var connected = Datagrams(IPAddress.Loopback, 0);
        connected.Connect(IPAddress.Loopback, port);
        return [listener, client, listener.Accept(), Datagrams(IPAddress.Any, port), Datagrams(IPAddress.IPv6Loopback, port), connected];
    }

    private static Socket Datagrams(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, port));
        return socket;
    }
}
