namespace Steffi.Netlink;

/// <summary>Interface counters as Skydive's Metric and LastUpdateMetric. Pure.</summary>
internal static class MetricMapping
{
    /// <summary>Totals since the interface was made.</summary>
    public static Metadata Total(in LinkStatistics statistics) => Fields(in statistics).Build();

    /// <summary>The growth in a period.</summary>
    public static Metadata Period(in LinkStatistics growth, DateTimeOffset start, DateTimeOffset last)
    {
        var map = Fields(in growth);
        map["Start"] = start.ToUnixTimeMilliseconds();
        map["Last"] = last.ToUnixTimeMilliseconds();
        return map.Build();
    }

    private static MetadataBuilder Fields(in LinkStatistics statistics)
    {
        var map = new MetadataBuilder();
        for (int i = 0; i < statistics.Count; i++)
        {
            if (i < LinkStatistics.Common || statistics[i] != 0)
                map[LinkStatistics.Names[i]] = (long)statistics[i];
        }
        return map;
    }
}
