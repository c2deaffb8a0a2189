using Steffi.Bpf;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

public class KernelCountingTests
{
    [Fact]
    public void Udp_both_ways_is_one_flow()
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0");
        using var right = PacketSocket.Open(pair.Right, "veth0");
        using var program = FlowProgram.Load(new FlowProgramOptions());
        using var hook = VethPair.Inside(pair.Right, () => InterfaceHook.Attach(program.Descriptor, right.Interface, Directions.Both));
        byte[] there = Convert.FromHexString("020000000002" + "020000000001" + "0800" + "45000020000040004011" + "0000" + "0a090801" + "0a090802" + "1388" + "0035" + "000c" + "0000" + "01020304");
        byte[] back = Convert.FromHexString("020000000001" + "020000000002" + "0800" + "45000020000040004011" + "0000" + "0a090802" + "0a090801" + "0035" + "1388" + "000c" + "0000" + "01020304");
        for (int i = 0; i < 3; i++)
            left.Send(there);
        for (int i = 0; i < 2; i++)
            right.Send(back);
        Thread.Sleep(50);
        Assert.Equal(5, program.Counters.Packets);
        program.Swap();
        var flows = new List<KernelFlow>();
        program.Drain(batch => flows.AddRange(batch));
        Assert.Equal(0, program.Frames.Waiting);
        var flow = Assert.Single(flows);
        Assert.Equal((3ul, 3ul * 46, 2ul, 2ul * 46), (flow.Forward.Packets, flow.Forward.Bytes, flow.Backward.Packets, flow.Backward.Bytes));
        Assert.Equal(there, flow.Snap.ToArray());
    }
}
