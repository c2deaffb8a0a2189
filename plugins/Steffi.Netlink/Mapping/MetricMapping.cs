namespace Steffi.Netlink;

/// <summary>Interface counters as Skydive's Metric. Pure.</summary>
internal static class MetricMapping
{
    /// <summary>Totals since the interface was made.</summary>
    public static Metadata Total(in LinkStatistics statistics)
    {
        var map = new MetadataBuilder();
        for (int i = 0; i < statistics.Count; i++)
        {
            if (i < LinkStatistics.Common || statistics[i] != 0)
                map[LinkStatistics.Names[i]] = (long)statistics[i];
        }
        return map.Build();
    }
}
