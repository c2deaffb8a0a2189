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

    [Fact(Explicit = true)]
    public Task What_two_thousand_connections_a_second_cost_beside_twenty_thousand_sockets() => BlueAndRed.RunAsync(async (net, blue, red) =>
    {
        const int Standing = 10_000, Seconds = 20;
        string limits = "import resource,socket,time,sys\nresource.setrlimit(resource.RLIMIT_NOFILE,(20000,20000))\n";
        net.Ip($"netns exec {blue} sysctl -qw net.ipv4.ip_local_port_range=1024\t65000");
        net.Start("ip", "netns", "exec", red, "python3", "-c", limits
            + """
            import select
            def listen(port):
             s=socket.socket(); s.bind(('0.0.0.0',port)); s.listen(4000); return s
            all=[listen(port) for port in range(900,904)]; standing=[all[0].accept()[0] for i in range(10000)]
            while 1: [s.accept()[0].close() for s in select.select(all,[],[])[0]]
            """);
        await net.SeesAsync("the listener", view => BlueAndRed.Has(view, red, "LISTEN"), TimeSpan.FromSeconds(10));
        var client = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", blue, "python3", "-c", limits + """
            import struct
            standing=[socket.create_connection(('10.9.0.2',900)) for i in range(10000)]
            sys.stdin.readline()
            begin,done,ends=time.monotonic(),0,set()
            while done<40000:
             while done>2000*(time.monotonic()-begin): time.sleep(0.001)
             s=socket.create_connection(('10.9.0.2',900+done%4)); ends.add((s.getsockname()[1],done%4)); s.setsockopt(socket.SOL_SOCKET,socket.SO_LINGER,struct.pack('ii',1,0)); s.close(); done+=1
            print(len(ends),flush=True)
            """]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            await net.SeesAsync("twenty thousand", view => SocketStatistics.Graph(view, view.Namespace(blue)).Count == Standing && SocketStatistics.Graph(view, view.Namespace(red)).Count == Standing + 4, TimeSpan.FromMinutes(2));
            await Task.Delay(TimeSpan.FromSeconds(Seconds));
            var idle = await CostAsync(Task.Delay(TimeSpan.FromSeconds(Seconds)));
            var begin = net.Now;
            await client.StandardInput.WriteLineAsync();
            // Ports come again.
            var told = client.StandardOutput.ReadLineAsync();
            var busy = await CostAsync(told);
            int different = int.Parse((await told)!, CultureInfo.InvariantCulture);
            int found = Connections(await BlueAndRed.SeenAsync(net, blue, begin, lines => Connections(lines) == Standing + different, TimeSpan.FromSeconds(30))) - Standing;
            Print($"| idle | {idle.Cores * 100:F1} % of a processor | |");
            Print($"| {40_000 / busy.Time.TotalSeconds:F0} connections a second | {busy.Cores * 100:F1} % | {(busy.Cores - idle.Cores) * busy.Time.TotalMicroseconds / 40_000:F0} µs a connection; {found} of {different} different ones in the past |");
        }
        finally
        {
            client.Kill();
            client.Dispose();
        }

        static int Connections(HashSet<SocketLine> lines) => lines.DistinctBy(line => (line.Local, line.Remote)).Count();
    }, period: "1");

    private static async Task<(double Cores, TimeSpan Time)> CostAsync(Task work)
    {
        using var self = Process.GetCurrentProcess();
        var (watch, before) = (Stopwatch.StartNew(), self.TotalProcessorTime);
        await work;
        self.Refresh();
        return ((self.TotalProcessorTime - before) / watch.Elapsed, watch.Elapsed);
    }

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
