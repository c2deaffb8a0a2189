namespace Steffi.Netlink.Tests;

public class MetricMappingTests
{
    [Fact]
    public void The_period_is_the_growth_with_its_start_and_end()
    {
        LinkStatistics before = default, after = default;
        before[0] = 5;
        after[0] = 12;
        after[10] = 3;
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1000);
        var metric = MetricMapping.Period(after.Since(before), start, start.AddSeconds(30));
        Assert.Equal(7, metric["RxPackets"].AsInt());
        Assert.Equal(0, metric["TxPackets"].AsInt());
        Assert.Equal(3, metric["RxLengthErrors"].AsInt());
        Assert.Equal(1000, metric["Start"].AsInt());
        Assert.Equal(31000, metric["Last"].AsInt());
        Assert.False(metric.TryGet("TxWindowErrors", out _));
    }

    [Fact]
    public void A_counter_that_was_reset_counts_from_zero()
    {
        LinkStatistics before = default, after = default;
        before[2] = 1000;
        after[2] = 40;
        Assert.Equal(40ul, after.Since(before)[2]);
    }
}
