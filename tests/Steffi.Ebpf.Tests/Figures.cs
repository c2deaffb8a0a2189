using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Steffi.Bpf;
using Steffi.Flows;
using Steffi.Plugins.Ebpf;
using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Ebpf.Tests;

/// <summary>
/// What capturing costs: <c>./steffi bench ebpf</c>. Medians of five, the ways to capture in turn. Rates are by the processor time of the thread
/// that sends, receives (the kernel does that at once) and counts: what others do on the machine does not change them much.
/// </summary>
public partial class Figures
{
    private const int Rounds = 5, WarmUp = 12, Flows = 1000, Stolen = 4;   // TC_ACT_STOLEN
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(0.6);

    [Fact(Explicit = true)]
    public async Task Forwarding()
    {
        using var pair = new VethPair();
        using var socket = PacketSocket.Open(pair.Left, "veth0", receives: false);
        using var generator = new PacketGenerator(socket, Flows);
        // Packets arrive at somebody behind the captures: those that the system drops would count as drops of their flows, one by one.
        using var taking = TestRun.Returning(Stolen);
        using var taker = VethPair.Inside(pair.Right, () => InterfaceHook.Attach(taking.Descriptor, PacketSocket.IndexOf("veth0"), Directions.In, HookKind.Clsact));
        Func<PacketCapture?>[] ways = [() => null, () => new EbpfCapture(), () => new HybridCapture(), () => new AFPacketCapture(), () => new PcapCapture()];
        var rates = new Dictionary<string, List<double>>();
        var nanoseconds = new Dictionary<string, List<double>>();
        generator.Run(Run);
        for (int round = 0; round < Rounds; round++)
        {
            foreach (var make in ways)
            {
                var capture = make();
                string name = capture?.Type ?? "none";
                await using var running = capture is null ? null : new RunningCapture(capture, pair.Right, "veth0", HybridTests.Classifying());
                if (running is not null)
                    await running.StartedAsync();
                // Every flow is known, and classified, before it counts.
                generator.Run(Run);
                Add(rates, name, Rate(() => generator.Run(Run)));
                if (capture is EbpfCapture or HybridCapture)
                    Add(nanoseconds, name, KernelTime("steffi_flows", () => generator.Run(Run)));
                else if (capture is null)
                    Add(nanoseconds, "an empty program", EmptyProgram(pair, () => generator.Run(Run)));
                if (running is not null)
                    await running.StopAsync();
            }
        }
        double none = Median(rates["none"]);
        Print("64-byte frames forwarded over veth, no capture", $"{none / 1e6:F2} M/s", "1");
        foreach (var (name, all) in rates.Where(rate => rate.Key != "none"))
            Print($"the same under {name}", $"{Median(all.Zip(rates["none"], static (with, without) => with / without)):F2} of it", name switch { "ebpf" => "0.75", "hybrid" => "0.70", _ => "beside it" });
        foreach (var (name, all) in nanoseconds)
            Print($"kernel time a packet, {name} (bpf_stats_enabled)", $"{Median(all):F0} ns", name is "an empty program" ? "its two looks at the clock" : "150 ns");
    }

    [Fact(Explicit = true)]
    public void Health()
    {
        using var pair = new VethPair(addressed: true);
        using var socket = PacketSocket.Open(pair.Left, "veth0", receives: false);
        using var generator = new PacketGenerator(socket, Flows);
        var nanoseconds = new Dictionary<string, List<double>>();
        for (int round = 0; round < Rounds; round++)
        {
            using var health = HealthProgram.Start();
            // Nobody listens there, and the kernel drops them.
            Add(nanoseconds, "a packet that the kernel drops, of 1,000 flows", KernelTime("steffi_drop", () => generator.Run(Run)));
            Add(nanoseconds, "a packet that comes in: whether it is a fragment", KernelTime("steffi_received", () => generator.Run(Run)));
            Add(nanoseconds, "a packet that goes out: whether it is one", KernelTime("steffi_sent", () => generator.Run(Run)));
            Add(nanoseconds, "an empty program", EmptyProgram(pair, () => generator.Run(Run)));
        }
        foreach (var (name, all) in nanoseconds)
            Print($"kernel time of {name} (bpf_stats_enabled)", $"{Median(all):F0} ns", name is "an empty program" ? "its two looks at the clock" : "");
    }

    [Fact(Explicit = true)]
    public void Draining()
    {
        const int Room = 100_000;
        using var pair = new VethPair();
        using var socket = PacketSocket.Open(pair.Left, "veth0", receives: false);
        using var program = FlowProgram.Load(new FlowProgramOptions { Flows = Room });
        using var hook = VethPair.Inside(pair.Right, () => InterfaceHook.Attach(program.Descriptor, PacketSocket.IndexOf("veth0"), Directions.Both));
        using var table = new FlowTable();
        var meter = new FlowMeter(program, table, hasLinkHeader: true);
        using var generator = new PacketGenerator(socket, Room * 9 / 10);
        var (reading, turning, waiting, clock) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (int round = -WarmUp; round < Rounds; round++)
        {
            generator.Send(1);
            var watch = Stopwatch.StartNew();
            program.Swap();
            double wait = watch.Elapsed.TotalSeconds;
            var used = Environment.CpuUsage.TotalTime;
            meter.Collect();
            var turn = Environment.CpuUsage.TotalTime - used;
            double seconds = watch.Elapsed.TotalSeconds - wait;
            generator.Send(1);
            program.Swap();
            used = Environment.CpuUsage.TotalTime;
            program.Drain(static _ => { });
            // The first rounds make the flows, and have the code compiled for good.
            if (round < 0)
                continue;
            reading.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
            turning.Add(turn.TotalSeconds);
            waiting.Add(wait);
            clock.Add(seconds);
        }
        double flows = Room * 9 / 10, read = Median(reading), merge = Math.Max(Median(turning) - read, 1e-6);
        Print("flows read from the kernel's map, by processor time", $"{flows / read / 1e6:F2} M/s", "");
        Print("flows merged into the table, by processor time", $"{flows / merge / 1e6:F2} M/s", "");
        Print("both, by the clock, on two processors", $"{flows / Median(clock) / 1e6:F2} M/s", "2 M/s");
        Print("the same with the kernel's wait before it, until no packet counts in the map", $"{flows / Median(clock.Zip(waiting, static (work, wait) => work + wait)) / 1e6:F2} M/s, {Median(waiting) * 1000:F0} ms", "");
    }

    private static unsafe double Rate(Func<long> work)
    {
        long* time = stackalloc long[2];
        _ = clock_gettime(3, time);   // CLOCK_THREAD_CPUTIME_ID
        double before = time[0] + time[1] / 1e9;
        long count = work();
        _ = clock_gettime(3, time);
        return count / (time[0] + time[1] / 1e9 - before);
    }

    // What bpf_stats_enabled itself takes is within what it shows.
    private static double EmptyProgram(VethPair pair, Action traffic)
    {
        const int Move = 0xb7, Exit = 0x95, Next = -1;
        using var program = BpfProgram.Load("steffi_empty", [new(Move, value: Next), new(Exit)]);
        using var hook = VethPair.Inside(pair.Right, () => InterfaceHook.Attach(program.Descriptor, PacketSocket.IndexOf("veth0"), Directions.Both));
        return KernelTime("steffi_empty", traffic);
    }

    private static double KernelTime(string program, Action traffic)
    {
        VethPair.Run("sysctl", "-qw", "kernel.bpf_stats_enabled=1");
        traffic();
        var run = RunTime().Match(VethPair.Run("bpftool", "prog", "show", "name", program));
        VethPair.Run("sysctl", "-qw", "kernel.bpf_stats_enabled=0");
        return double.Parse(run.Groups[1].Value, CultureInfo.InvariantCulture) / double.Parse(run.Groups[2].Value, CultureInfo.InvariantCulture);
    }

    private static void Add(Dictionary<string, List<double>> to, string name, double value) => (to.TryGetValue(name, out var all) ? all : to[name] = []).Add(value);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static void Print(string work, string measured, string target) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {work} | {measured} | {target} |"));

    [LibraryImport("libc")]
    private static unsafe partial int clock_gettime(int clock, long* time);

    [GeneratedRegex(@"run_time_ns (\d+) run_cnt (\d+)")]
    private static partial Regex RunTime();
}
