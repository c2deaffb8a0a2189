using System.Diagnostics;

namespace Steffi.Benchmarks;

/// <summary>How long one update takes while another thread does nothing but read the whole graph.</summary>
internal sealed class LatencyFigure : Figure
{
    private const int Nodes = 50_000, Writes = 20_000;

    public override string Name => "latency";

    public override IEnumerable<FigureRow> Measure()
    {
        using var graph = ReferenceGraph.Build(Nodes);
        var ids = Array.ConvertAll(ReferenceGraph.Nodes(Nodes), node => node.Id);
        Collect();
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() => Read(graph, stop.Token));
        var ticks = new long[Writes];
        for (int i = -1000; i < Writes; i++)
        {
            long start = Stopwatch.GetTimestamp();
            graph.Write(tx => tx.UpdateNode(ids[(i + 1000) % ids.Length], new MetadataPatch { ["MTU"] = 2000 + (i & 1023) }));
            if (i >= 0)
                ticks[i] = Stopwatch.GetTimestamp() - start;
        }
        stop.Cancel();
        long seen = reader.Result;
        Array.Sort(ticks);
        yield return new("one update in its own transaction, median, beside a reader in a loop", Micros(ticks[Writes / 2]), "");
        yield return new("… 99th percentile", Micros(ticks[Writes * 99 / 100]), "50 µs", $"the reader saw {seen:N0} nodes");
    }

    private static string Micros(long ticks) => Text(ticks * 1e6 / Stopwatch.Frequency, "µs");

    private static long Read(Graph graph, CancellationToken stop)
    {
        MetadataPath mtu = "MTU";
        long seen = 0;
        while (!stop.IsCancellationRequested)
        {
            foreach (var node in graph.Live.Nodes)
            {
                if (node.TryGet(mtu, out _))
                    seen++;
            }
        }
        return seen;
    }
}
