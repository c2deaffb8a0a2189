using System.Runtime.CompilerServices;
using Steffi.Bpf;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>Two threads read the kernel's maps: every flow comes once, whichever of them reads the last.</summary>
public class FlowDrainTests
{
    // Some batches each, so that both threads are at work when the maps end.
    private static readonly int[] s_flows = [3 * FlowDrain.BatchSize + 10, 2 * FlowDrain.BatchSize - 10];

    [Fact]
    public void Every_flow_comes_once()
    {
        Needs.RootAndLibbpf();
        var maps = Array.ConvertAll(s_flows, Filled);
        try
        {
            var drain = new FlowDrain();
            long wanted = s_flows.Sum(static count => (long)count * (count + 1) / 2);
            for (int round = 0; round < 3000; round++)
            {
                (int count, long sum) = (0, 0);
                int[] totals = drain.Read(maps, flows =>
                {
                    count += flows.Length;
                    foreach (ref readonly var flow in flows)
                        sum += flow.Rtt;
                });
                Assert.Equal(s_flows, totals);
                Assert.Equal((s_flows.Sum(), wanted), (count, sum));
            }
        }
        finally
        {
            Array.ForEach(maps, static map => map.Close());
        }
    }

    private static BpfMap Filled(int flows)
    {
        var map = new BpfMap("drained", -1, sizeof(ulong), Unsafe.SizeOf<KernelFlow>(), flows).CreateHash(flows);
        for (int i = 1; i <= flows; i++)
            map.Put((ulong)i, new KernelFlow { Rtt = i });
        return map;
    }
}
