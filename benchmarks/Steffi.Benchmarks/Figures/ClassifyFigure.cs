using Steffi.Flows;
using Steffi.Plugins.Dissectors.Net;
using Steffi.Plugins.Dissectors.Web;

namespace Steffi.Benchmarks;

/// <summary>The mix through a flow table that asks every dissector.</summary>
internal sealed class ClassifyFigure : Figure
{
    private const int Runs = 7;

    public override string Name => "classify";

    public override IEnumerable<FigureRow> Measure()
    {
        var mix = new TrafficMix();
        double without = Best(Runs, () => new FlowTable(), table => Feed(table, mix)) / mix.Count;
        double with = Best(Runs, Classifying, table => Feed(table, mix)) / mix.Count;
        yield return new("a packet, all dissectors on", Text(with * 1e9, "ns"), "400 ns", $"{without * 1e9:0} ns without");
        using var known = Classifying();
        Feed(known, mix);
        long before = GC.GetAllocatedBytesForCurrentThread();
        double steady = Best(Runs, () => known, table => Feed(table, mix), disposes: false) / mix.Count;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        yield return new("a packet of a flow that is classified", Text(steady * 1e9, "ns"), "", Text((double)allocated / Runs / mix.Count, "B allocated"));
    }

    private static FlowTable Classifying() => new(new FlowTableOptions { Classify = true, Dissectors = Dissectors() });

    private static List<FlowDissector> Dissectors() =>
        [.. new[] { typeof(TlsDissector), typeof(DnsDissector) }
            .SelectMany(one => one.Assembly.GetExportedTypes())
            .Where(type => type.IsSubclassOf(typeof(FlowDissector)) && !type.IsAbstract)
            .Select(type => (FlowDissector)Activator.CreateInstance(type)!)];

    private static void Feed(FlowTable table, TrafficMix mix)
    {
        for (int i = 0; i < mix.Count; i++)
            table.Add(new Frame(mix.Bytes(i), mix.Time(i)));
    }
}
