using CsCheck;
using QuikGraph.Algorithms;

namespace Steffi.Core.Tests;

public sealed class PathTests
{
    private static readonly Gen<(int, int)[]> Links = Gen.Select(Gen.Int[0, 14], Gen.Int[0, 14]).Array[0, 25];

    private static Graph Make((int, int)[] links)
    {
        var graph = new Graph();
        graph.Write(tx =>
        {
            for (int i = 0; i < 15; i++)
                tx.AddNode($"n{i}", Metadata.Of(("N", i)));
            foreach (var (from, to) in links)
                tx.AddEdge($"n{from}", $"n{to}", Metadata.Of(("RelationType", "layer2")));
        });
        return graph;
    }

    [Fact]
    public void Both_searches_find_paths_as_short_as_a_plain_one() => Links.Sample(links =>
    {
        using var graph = Make(links);
        var view = graph.Live;
        Assert.True(view.TryGetNode("n0", out var from));
        var distance = Distances(links);
        for (int i = 0; i < 15; i++)
        {
            Assert.True(view.TryGetNode($"n{i}", out var to));
            foreach (var path in new[] { view.ShortestPath(from, to), view.ShortestPath(from, node => node.Id == to.Id), view.ShortestPath(from, [to, to]) })
            {
                Assert.Equal(distance[i] + 1, path.Count);
                for (int step = 1; step < path.Count; step++)
                    Assert.Contains(path[step - 1].OutEdges.Select(e => e.ChildId).Concat(path[step - 1].InEdges.Select(e => e.ParentId)), id => id == path[step].Id);
            }
        }
    }, iter: 1_000);

    [Fact]
    public void A_filter_keeps_the_search_off_other_edges()
    {
        using var graph = new Graph();
        graph.Write(tx =>
        {
            foreach (string id in new[] { "a", "b", "c" })
                tx.AddNode(id, Metadata.Empty);
            tx.AddEdge("a", "c", Metadata.Of(("RelationType", "ownership")));
            tx.AddEdge("a", "b", Metadata.Of(("RelationType", "layer2")));
            tx.AddEdge("b", "c", Metadata.Of(("RelationType", "layer2")));
        });
        Assert.True(graph.Live.TryGetNode("a", out var from));
        Assert.True(graph.Live.TryGetNode("c", out var to));
        Assert.Equal(2, graph.Live.ShortestPath(from, to).Count);
        Assert.Equal(3, graph.Live.ShortestPath(from, to, edge => edge["RelationType"] == "layer2").Count);
        Assert.Empty(graph.Live.ShortestPath(from, to, edge => edge["RelationType"] == "none"));
    }

    [Fact]
    public void QuikGraph_reaches_through_the_adapter_what_the_edges_reach() => Links.Sample(links =>
    {
        using var graph = Make(links);
        var quik = new QuikGraphView(graph.Live);
        Assert.True(graph.Live.TryGetNode("n0", out var from));
        var paths = quik.ShortestPathsDijkstra(_ => 1, from);
        var directed = Distances(links, directed: true);
        foreach (var node in graph.Live.Nodes)
        {
            bool found = paths(node, out var path);
            int expected = directed[int.Parse(node.Id.ToString()[1..])];
            Assert.Equal(expected > 0, found);
            if (found)
                Assert.Equal(expected, path.Count());
        }
    }, iter: 300);

    [Fact]
    public void QuikGraph_walks_the_view_it_was_given_wherever_a_node_comes_from()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var graph = new Graph();
        graph.Write(tx =>
        {
            tx.At = start;
            foreach (string id in new[] { "a", "b", "c" })
                tx.AddNode(id, default);
            tx.AddEdge("ab", "a", "b", default);
            tx.AddEdge("bc", "b", "c", default);
        });
        graph.Write(tx => { tx.At = start.AddSeconds(1); tx.DeleteEdge("bc"); });
        graph.Write(tx => { tx.At = start.AddSeconds(2); tx.DeleteNode("c"); tx.UpdateNode("b", new MetadataPatch { ["K"] = 1 }); });
        var (past, live) = (new QuikGraphView(graph.At(start)), new QuikGraphView(graph.Live));
        var (a, b, c) = (graph.At(start).Nodes.First(), graph.At(start).Nodes.ElementAt(1), graph.At(start).Nodes.Last());
        Assert.Equal((3, 2, 2, 1), (past.VertexCount, past.EdgeCount, live.VertexCount, live.EdgeCount));
        Assert.True(past.ShortestPathsDijkstra(_ => 1, a)(c, out var path));
        Assert.Equal(["ab", "bc"], path.Select(edge => edge.Edge.Id.ToString()));
        Assert.Equal(["a", "b", "c"], past.TopologicalSort().Select(node => node.Id.ToString()));

        // a is the same revision in both; b is not, and c stands in one alone.
        var changed = graph.Live.Nodes.Last();
        Assert.Equal((1, 1), (live.OutDegree(a), past.OutDegree(a)));
        Assert.Equal((1, 0), (past.OutDegree(b), live.OutDegree(changed)));
        Assert.False(past.ContainsVertex(changed) || live.ContainsVertex(c) || past.ContainsVertex(default) || live.TryGetOutEdges(b, out _));
        using var other = new Graph();
        other.Write(tx => tx.AddNode("z", default));
        Assert.False(past.ContainsVertex(other.Live.Nodes.Single()));
        Assert.Throws<ArgumentException>(() => new QuikGraphView(graph.Between(start, start.AddSeconds(9))));
    }

    private static int[] Distances((int From, int To)[] links, bool directed = false)
    {
        var distance = Enumerable.Repeat(-1, 15).ToArray();
        distance[0] = 0;
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out int at))
        {
            var next = links.Where(l => l.From == at).Select(l => l.To);
            if (!directed)
                next = next.Concat(links.Where(l => l.To == at).Select(l => l.From));
            foreach (int to in next.Where(to => distance[to] < 0).Distinct().ToArray())
            {
                distance[to] = distance[at] + 1;
                queue.Enqueue(to);
            }
        }
        return distance;
    }
}
