// Reports flows to a history until it is killed, and says on standard output which flow it has been told is kept.
// Flow N is reported twice: 10 bytes, then 5 more.
using System.Globalization;
using Steffi.Flows;

await using var history = new FlowHistory(RocksDbFlowStore.Open(args[0]), new FlowHistoryOptions { Retention = TimeSpan.FromSeconds(168) });
Console.WriteLine("start");
for (long next = long.Parse(args[1], CultureInfo.InvariantCulture); ; next += 20)
{
    for (long n = next; n < next + 20; n++)
    {
        history.Add(Report(n, 10, 10, 1000, 2000));
        history.Add(Report(n, 15, 5, 2000, 3000));
    }

    await history.FlushAsync();
    Console.WriteLine(next + 19);
}

static Flow Report(long n, long total, long grown, long from, long last) => new()
{
    UUID = n.ToString("x16", CultureInfo.InvariantCulture),
    TrackingID = (n + 1_000_000).ToString("x16", CultureInfo.InvariantCulture),
    L3TrackingID = "0000000000000001",
    LayersPath = "Ethernet/IPv4/UDP",
    Application = $"APP{n % 100}",
    Start = 1000,
    Last = last,
    Metric = new FlowMetric(1, total, 0, 0, 1000, last),
    LastUpdateMetric = new FlowMetric(1, grown, 0, 0, from, last),
};
