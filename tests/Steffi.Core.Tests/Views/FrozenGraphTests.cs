namespace Steffi.Core.Tests;

/// <summary>Frozen edges against the naive relaxation of all edges until nothing changes.</summary>
public sealed class FrozenGraphTests
{
    private const int Nodes = 40;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public void Distances_and_costs_are_those_of_the_naive_way(bool directed, int seed)
    {
        using var graph = new Graph();
        var random = new Random(seed);
        graph.Write(tx =>
        {
            for (int i = 0; i < Nodes; i++)
                tx.AddNode($"n{i}", default);
            for (int i = 0; i < 50; i++)
                tx.AddEdge($"e{i}", $"n{random.Next(Nodes)}", $"n{random.Next(Nodes)}", Metadata.Of(("W", random.Next(1, 10)), ("Used", random.Next(5) > 0)));
            tx.DeleteNode("n7");
        });
        var frozen = FrozenGraph.Of(graph.Live, directed, edge => edge["Used"].AsBool(), edge => edge["W"].AsInt());
        var distances = Naive(graph.Live, directed, _ => 1);
        Assert.Equal(distances.Select(cost => double.IsInfinity(cost) ? -1 : (int)cost), frozen.DistancesFrom(0));
        Assert.Equal(Naive(graph.Live, directed, edge => edge["W"].AsInt()), frozen.CostsFrom(0));
    }

    [Fact]
    public void What_it_cannot_do_it_says()
    {
        using var graph = new Graph();
        graph.Write(tx => { tx.AddNode("a", default); tx.AddEdge("e", "a", "a", default); });
        Assert.Throws<InvalidOperationException>(() => FrozenGraph.Of(graph.Live).CostsFrom(0));
        int asked = 0;
        Assert.Contains("is -1.", Assert.Throws<ArgumentException>(() => FrozenGraph.Of(graph.Live, weight: _ => --asked)).Message);
        Assert.Throws<ArgumentException>(() => FrozenGraph.Of(graph.Between(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)));
    }

    private static double[] Naive(GraphView view, bool directed, Func<Edge, double> weight)
    {
        var costs = Enumerable.Repeat(double.PositiveInfinity, view.NodeIndexLimit).ToArray();
        costs[0] = 0;
        for (int round = 0; round < costs.Length; round++)
        {
            foreach (var edge in view.Edges.Where(edge => edge["Used"].AsBool()))
            {
                costs[edge.ChildIndex] = Math.Min(costs[edge.ChildIndex], costs[edge.ParentIndex] + weight(edge));
                if (!directed)
                    costs[edge.ParentIndex] = Math.Min(costs[edge.ParentIndex], costs[edge.ChildIndex] + weight(edge));
            }
        }
        return costs;
    }
}
