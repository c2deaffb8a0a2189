using System.Diagnostics;
using System.Globalization;

namespace Steffi.Benchmarks;

/// <summary>
/// Live capture over a veth pair between two namespaces of its own: at which rate SharpPcap's standard mode just loses nothing, and what each type
/// costs there, metering included. <c>./steffi bench capture</c>, as root; two minutes.
/// </summary>
internal static class LiveCaptureFigure
{
    private const int Halvings = 5;
    private const string Standard = "SharpPcap";
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(3);

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
            using var sending = FrameBlaster.Prepare(PathOf(left), IndexIn(left));
            using var receiving = FrameBlaster.Prepare(PathOf(right), IndexIn(right));
            Console.WriteLine("| type | packets a second | received | lost | CPU of the capture's threads | a packet |");
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (var way in (string[])[Standard, "pcap", "afpacket"])
                _ = Measure(way, left, right, 0.1, shown: false);
            double held = 0, lost = 1;
            if (Measure(Standard, left, right, 1).Lost == 0)
                held = 1;
            for (int i = 0; i < Halvings && held < 1; i++)
            {
                double middle = (held + lost) / 2;
                if (Measure(Standard, left, right, middle).Lost == 0)
                    held = middle;
                else
                    lost = middle;
            }
            for (int i = 0; i < 3; i++)
            {
                foreach (var way in (string[])[Standard, "pcap", "afpacket"])
                    _ = Measure(way, left, right, held);
            }
            _ = Measure("afpacket", left, right, held, threads: 2);
            _ = Measure("afpacket", left, right, 1);
            _ = Measure("afpacket", left, right, 1, threads: 2);
            return 0;
        }
        finally
        {
            Ip("netns", "del", left);
            Ip("netns", "del", right);
        }
    }

    private static (double Rate, long Lost) Measure(string way, string from, string to, double share, int threads = 1, bool shown = true)
    {
        using var capture = way == Standard ? null : new HostedCapture(way, to, threads);
        using var standard = way == Standard ? NetworkNamespace.In(PathOf(to), () => new StandardCapture("eth0")) : null;
        long before = ReceivedBy(to);
        var time = FrameBlaster.Run(PathOf(from), IndexIn(from), share, Run);
        long sent = ReceivedBy(to) - before;
        Thread.Sleep(2500);   // until the counters are told
        long received = standard?.Received ?? capture!.Received, lost = Math.Max(sent - received, 0);
        var cpu = standard?.CPUTime ?? capture!.CPUTime;
        double rate = sent / time.TotalSeconds;
        if (shown)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {way}{(threads > 1 ? $", {threads} threads" : "")} | {rate / 1e6:0.00} M | {received:N0} | {lost:N0} | {cpu.TotalMilliseconds:N0} ms in {time.TotalSeconds:0.0} s | {cpu.TotalNanoseconds / Math.Max(received, 1):0} ns |"));
        return (rate, lost);
    }

    private static long ReceivedBy(string netns) =>
        long.Parse(Output("ip", "netns", "exec", netns, "cat", "/proc/net/dev").Split('\n').Single(line => line.Contains("eth0:", StringComparison.Ordinal))
            .Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    internal static string PathOf(string netns) => "/run/netns/" + netns;

    internal static int IndexIn(string netns) => int.Parse(Output("ip", "-n", netns, "-o", "link", "show", "eth0").Split(':')[0], CultureInfo.InvariantCulture);

    internal static long InodeOf(string netns) => long.Parse(Output("stat", "-L", "-c", "%i", PathOf(netns)), CultureInfo.InvariantCulture);

    private static void Ip(params string[] arguments) => Output("ip", arguments);

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
