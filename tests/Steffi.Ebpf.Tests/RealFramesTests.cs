using Steffi.Flows;

namespace Steffi.Ebpf.Tests;

/// <summary>Frames of real captures, of several hundred protocols, give the flows that they give metered whole.</summary>
public class RealFramesTests
{
    [Theory]
    [InlineData(LayerKeyMode.L2, false)]
    [InlineData(LayerKeyMode.L2, true)]
    [InlineData(LayerKeyMode.L3, false)]
    public void As_metered_whole(LayerKeyMode mode, bool joined)
    {
        using var both = new BothWays(() => new FlowTableOptions { LayerKeyMode = mode, IPDefrag = joined });
        int frames = SendAll(both);
        Assert.InRange(both.AssertSame().Count, 500, int.MaxValue);
        // Most are counted in the kernel.
        Assert.InRange(both.CameUp, 1, frames / 3);
    }

    [Fact]
    public void As_classified_whole()
    {
        using var both = new BothWays(HybridTests.Classifying, HybridTests.Hybrid);
        SendAll(both);
        var flows = both.AssertSame();
        Assert.All(new[] { "DNS", "TLS", "HTTP", "SSH" }, name => Assert.Contains(flows, flow => flow.Application == name && flow.ApplicationBy == "dissector"));
    }

    private static int SendAll(BothWays both)
    {
        byte[][] frames = RealFrames.All;
        foreach (string end in new[] { both.Pair.Left, both.Pair.Right })
            VethPair.In(end, "ip", "link", "set", "veth0", "mtu", "2000");
        for (int i = 0; i < frames.Length; i++)
        {
            both.Send(frames[i]);
            if (i % 200 == 199)
                both.Turn();
        }
        return frames.Length;
    }
}
