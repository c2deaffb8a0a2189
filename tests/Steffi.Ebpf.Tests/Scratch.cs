using System.Diagnostics;
using Steffi.Bpf;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

public class Scratch
{
    [Fact]
    public void Speed()
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        using var right = PacketSocket.Open(pair.Right, "veth0", receives: false);
        foreach (int flows in new[] { 1000, 50000 })
        {
            using var generator = new PacketGenerator(left, flows);
            generator.Run(TimeSpan.FromSeconds(0.5));
            for (int round = 0; round < 5; round++)
            {
                var rates = new List<string>();
                double Rate() { var w = Stopwatch.StartNew(); long n = generator.Run(TimeSpan.FromSeconds(0.7)); return n / w.Elapsed.TotalSeconds; }
                double none = Rate();
                using var program = FlowProgram.Load(new FlowProgramOptions());
                using (VethPair.Inside(pair.Right, () => InterfaceHook.Attach(program.Descriptor, right.Interface, Directions.Both)))
                {
                    double with = Rate();
                    VethPair.Run("sysctl", "-qw", "kernel.bpf_stats_enabled=1");
                    Rate();
                    var text = VethPair.Run("bpftool", "prog", "show", "name", "steffi_flows");
                    VethPair.Run("sysctl", "-qw", "kernel.bpf_stats_enabled=0");
                    var m = System.Text.RegularExpressions.Regex.Match(text, @"run_time_ns (\d+) run_cnt (\d+)");
                    double ns = double.Parse(m.Groups[1].Value) / double.Parse(m.Groups[2].Value);
                    program.Swap();
                    var s = Stopwatch.StartNew();
                    int n = program.Drain(_ => { });
                    Console.WriteLine($"{flows} flows: none {none / 1e6:F2} M/s, ebpf {with / 1e6:F2} ratio {with / none:F2}; {ns:F0} ns; drain {n} at {n / s.Elapsed.TotalSeconds / 1e6:F2} M/s; {program.Counters.Packets} {program.Counters.Full} {program.Counters.Up}");
                }
            }
        }
    }
}
