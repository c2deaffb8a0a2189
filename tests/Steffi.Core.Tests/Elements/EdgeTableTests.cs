namespace Steffi.Core.Tests;

public class EdgeTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Edges_side_by_side_keep_their_own_ids_origins_and_metadata()
    {
        using var graph = WithNodes();
        var uuid = ElementId.New();
        ElementId tiny = new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        graph.Write("first", tx => tx.AddEdge(uuid, "a", "b", default));
        graph.Write("second", tx => tx.AddEdge("text", "b", "a", Metadata.Of(("RelationType", "layer2"))));
        graph.Write("first", tx => tx.AddEdge(tiny, "a", "a", Metadata.Of(("RelationType", "ownership"))));
        Assert.Equal(
            [(uuid, "a", "b", "first", null), ("text", "b", "a", "second", "layer2"), (tiny, "a", "a", "first", "ownership")],
            graph.Live.Edges.Select(edge => (edge.Id, edge.ParentId.ToString(), edge.ChildId.ToString(), edge.Origin, edge["RelationType"].IsNull ? null : edge["RelationType"].AsString())));
        foreach (var edge in graph.Live.Edges)
            Assert.True(graph.Live.TryGetEdge(edge.Id, out var found) && found == edge && found.Revision == 1 && found.DeletedAt is null);
    }

    [Fact]
    public void A_change_leaves_the_views_before_it_and_the_edges_beside_it_alone()
    {
        using var graph = WithNodes();
        graph.Write(tx => { foreach (string id in new[] { "x", "y" }) tx.AddEdge(id, "a", "b", Metadata.Of(("Cost", 1))); });
        var before = graph.Live;
        Assert.True(before.TryGetEdge("x", out var held));
        graph.Write(tx => tx.UpdateEdge("x", new MetadataPatch { ["Cost"] = 2 }));
        Assert.Equal([1, 1], before.Edges.Select(edge => edge["Cost"].AsInt()));
        Assert.Equal([2, 1], graph.Live.Edges.Select(edge => edge["Cost"].AsInt()));
        Assert.Equal(1, held["Cost"].AsInt());
        Assert.True(before.TryGetEdge("x", out var again) && again == held);
        Assert.True(graph.Live.TryGetEdge("x", out var now) && now != held && now.Revision == 2 && now.CreatedAt == held.CreatedAt);
    }

    [Fact]
    public void An_edge_of_a_transaction_that_was_undone_was_never_there()
    {
        using var graph = WithNodes();
        Assert.ThrowsAny<Exception>(() => graph.Write(tx =>
        {
            tx.AddEdge("x", "a", "b", Metadata.Of(("Cost", 1)));
            throw new InvalidOperationException();
        }));
        Assert.Empty(graph.Live.Edges);
        Assert.Equal(0, graph.Live.CountEdges());
        graph.Write(tx => tx.AddEdge("x", "a", "b", default));
        Assert.True(Assert.Single(graph.Live.Edges).Metadata == default);
    }

    [Fact]
    public void Edges_that_history_has_forgotten_leave_no_room_behind()
    {
        const int Many = 3 * EdgeBlock.Size;
        using var graph = WithNodes();
        At(1, tx => { for (int i = 0; i < Many; i++) tx.AddEdge($"e{i}", "a", "b", default); });
        At(2, tx => { for (int i = 0; i < Many; i++) tx.DeleteEdge($"e{i}"); });
        At(3, tx => tx.AddEdge("last", "a", "b", default));
        var old = graph.Live;
        for (int i = 4; i < 8; i++)
            graph.ForgetBefore(Start.AddSeconds(i));
        var blocks = graph.Tables.Edges.Blocks;
        Assert.Same(blocks[0], blocks[1]);
        Assert.Same(blocks[0], blocks[2]);
        Assert.Equal("last", Assert.Single(graph.Live.Edges).Id.ToString());
        Assert.Equal("last", Assert.Single(old.Edges).Id.ToString());
        Assert.True(graph.Live.TryGetNode("a", out var node));
        Assert.Equal("last", Assert.Single(node.OutEdges).Id.ToString());
        Assert.False(graph.Live.TryGetEdge("e7", out _));

        void At(int second, Action<Transaction> change) => graph.Write(tx =>
        {
            tx.At = Start.AddSeconds(second);
            change(tx);
        });
    }

    private static Graph WithNodes()
    {
        var graph = new Graph();
        graph.Write(tx =>
        {
            tx.At = Start;
            tx.AddNode("a", default);
            tx.AddNode("b", default);
        });
        return graph;
    }
}
