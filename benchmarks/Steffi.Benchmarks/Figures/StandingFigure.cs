using Steffi.Gremlin;

namespace Steffi.Benchmarks;

/// <summary>A thousand watched filters, and what one event costs them all: on names, types, and a tenth on expressions.</summary>
internal sealed class StandingFigure : Figure
{
    private const int Nodes = 10_000, Filters = 1000, Events = 20_000;

    public override string Name => "standing";

    public override IEnumerable<FigureRow> Measure()
    {
        using var graph = ReferenceGraph.Build(Nodes);
        var ids = Array.ConvertAll(ReferenceGraph.Nodes(Nodes), node => node.Id);
        yield return Time(graph, ids, "names", i => $"G.V().Has('Name', 'veth{i * 7 + 11}')");
        yield return Time(graph, ids, "names, and a tenth of them expressions", i =>
            i % 10 == 0 ? $"G.V().Has('Name', Regex('br.*{i}'))" : $"G.V().Has('Name', 'veth{i * 7 + 11}')");
    }

    private static FigureRow Time(Graph graph, ElementId[] ids, string what, Func<int, string> query)
    {
        var all = StandingFilters.Of(graph);
        var filters = Enumerable.Range(0, Filters).Select(i => GremlinQuery.Parse(query(i)))
            .Select(parsed => all.Add(parsed.AsStandingFilter(null)!, view => parsed.Run(view).Nodes)).ToArray();
        var changes = new List<GraphChange>();
        var subscribed = graph.Subscribe(new SubscriptionOptions { Capacity = Events }).GetAsyncEnumerator();
        for (int i = 0; i < Events; i++)
        {
            int at = i;
            graph.Write(tx => tx.UpdateNode(ids[at * 13 % ids.Length], new MetadataPatch { ["MTU"] = 10_000 + at }));
        }
        for (int i = 0; i < Events; i++)
        {
            subscribed.MoveNextAsync().AsTask().GetAwaiter().GetResult();
            changes.Add(subscribed.Current);
        }
        subscribed.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (var filter in filters)
            filter.Since = 0;
        double best = Best(5, () => changes, made => { foreach (var change in made) all.Follow(change); }) / Events;
        foreach (var filter in filters)
            all.Remove(filter);
        return new($"{Filters} standing filters on {what}, one event", Text(best * 1e6, "µs"), "20 µs");
    }
}
