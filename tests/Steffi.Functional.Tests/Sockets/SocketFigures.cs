using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>The figures of benchmarks/RESULTS.md: <c>./steffi bench sockets</c>.</summary>
public sealed class SocketFigures
{
    [Fact(Explicit = true)]
    public Task What_reading_ten_thousand_sockets_costs() => Situation.RunAsync(net =>
    {
        string place = net.AddNamespace(), empty = net.AddNamespace();
        net.Ip($"-n {place} link set lo up");
        var open = SocketStatistics.In(place, () => Enumerable.Range(0, 10_000).Select(_ => Open(SocketType.Dgram)).ToList());
        foreach (var way in (SocketScan[])[IteratorScan.Open(), new DiagScan()])
        {
            Print($"| {way.GetType().Name} | {Median(place, () => way.ReadSockets(place, false, [])):F1} ms | {Median(empty, () => way.ReadSockets(empty, false, [])):F2} ms | {Median(place, () => way.ReadHolders()):F1} ms |");
            way.Dispose();
        }
        open.ForEach(socket => socket.Dispose());
        return Task.CompletedTask;
    });

    [Fact(Explicit = true)]
    public Task How_soon_a_socket_is_seen_among_two_hundred_namespaces() => Situation.RunAsync(async net =>
    {
        var places = Enumerable.Range(0, 200).Select(_ => net.AddNamespace()).ToArray();
        net.Start(new SocketInfoProbe());
        await net.SeesAsync("all of them", view => view.Nodes.Count(node => node["Type"] == "netns" && node.Contains("Sockets")) >= places.Length, TimeSpan.FromSeconds(10));
        var times = new List<double>();
        foreach (string place in places.Take(21))
        {
            await Task.Delay(137);
            var watch = Stopwatch.StartNew();
            using var socket = SocketStatistics.In(place, () => Open(SocketType.Stream));
            await net.SeesAsync("the listener", view => SocketStatistics.Graph(view, view.Namespace(place)).Count == 1, TimeSpan.FromSeconds(10));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        Print($"| a listener is seen after | {times[10]:F0} ms | at most {times[^1]:F0} ms |");
    });

    private static Socket Open(SocketType type)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Unspecified);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        if (type == SocketType.Stream)
            socket.Listen();
        return socket;
    }

    private static double Median(string place, Action work) =>
        SocketStatistics.In(place, () => Enumerable.Range(0, 9).Select(_ => ThreadTime.Of(work)).ToArray()).Order().ElementAt(4).TotalMilliseconds;

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
