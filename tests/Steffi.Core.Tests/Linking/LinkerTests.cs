namespace Steffi.Core.Tests;

public sealed class LinkerTests
{
    private static readonly Linker Bridge = new()
    {
        Name = "bridge",
        Parent = new LinkEnd("NetNS", "IfIndex"),
        Child = new LinkEnd("NetNS", "MasterIndex"),
        EdgeMetadata = Metadata.Of(("RelationType", "layer2")),
    };

    private static readonly Linker Veth = new()
    {
        Name = "veth",
        Parent = new LinkEnd("NetNS", "IfIndex") { Where = [("Type", "veth")] },
        Child = new LinkEnd("PeerNetNS", "PeerIndex") { Where = [("Type", "veth")] },
        EdgeMetadata = Metadata.Of(("RelationType", "layer2"), ("Type", "veth")),
        Symmetric = true,
    };

    private static string[] Edges(GraphView view) => [.. view.Edges.Select(e => $"{e.ParentId}>{e.ChildId}").Order()];

    [Fact]
    public void A_port_follows_its_master_and_the_past_keeps_the_old_one()
    {
        using var graph = new Graph();
        using var rule = graph.AddLinker(Bridge);
        graph.Write(tx =>
        {
            tx.AddNode("br0", Metadata.Of(("NetNS", 1), ("IfIndex", 10)));
            tx.AddNode("br1", Metadata.Of(("NetNS", 1), ("IfIndex", 11)));
            tx.AddNode("elsewhere", Metadata.Of(("NetNS", 2), ("IfIndex", 10)));
            tx.AddNode("port", Metadata.Of(("NetNS", 1), ("IfIndex", 12), ("MasterIndex", 10)));
        });
        Assert.Equal(["br0>port"], Edges(graph.Live));
        var then = graph.Now;
        Thread.Sleep(2);
        graph.Write(tx => tx.UpdateNode("port", new MetadataPatch { ["MasterIndex"] = 11 }));
        Assert.Equal(["br1>port"], Edges(graph.Live));
        Assert.Equal(["br0>port"], Edges(graph.At(then)));
        graph.Write(tx => tx.DeleteNode("br1"));
        Assert.Empty(Edges(graph.Live));
        graph.Write(tx => tx.AddNode("br2", Metadata.Of(("NetNS", 1), ("IfIndex", 11))));
        Assert.Equal(["br2>port"], Edges(graph.Live));
        Assert.Equal("linker.bridge", graph.Live.Edges.Single().Origin);
    }

    [Fact]
    public void A_veth_pair_has_one_edge_whichever_end_came_first()
    {
        using var graph = new Graph();
        using var rule = graph.AddLinker(Veth);
        graph.Write(tx => tx.AddNode("b", End(1, 5, 1, 6)));
        Assert.Empty(Edges(graph.Live));
        graph.Write(tx => tx.AddNode("a", End(1, 6, 1, 5)));
        Assert.Equal(["a>b"], Edges(graph.Live));
        // One end moves: for a moment the other still names its old place.
        graph.Write(tx => tx.ReplaceNode("a", End(2, 6, 1, 5)));
        graph.Write(tx => tx.ReplaceNode("b", End(1, 5, 2, 6)));
        Assert.Equal(["a>b"], Edges(graph.Live));
        graph.Write(tx => tx.DeleteNode("a"));
        Assert.Empty(Edges(graph.Live));

        static Metadata End(int ns, int index, int peerNs, int peer) =>
            Metadata.Of(("Type", "veth"), ("NetNS", ns), ("IfIndex", index), ("PeerNetNS", peerNs), ("PeerIndex", peer));
    }

    [Fact]
    public void A_rule_takes_in_what_stands_and_takes_its_edges_with_it()
    {
        using var graph = new Graph();
        graph.Write(tx =>
        {
            tx.AddNode("br0", Metadata.Of(("NetNS", 1), ("IfIndex", 10)));
            tx.AddNode("port", Metadata.Of(("NetNS", 1), ("IfIndex", 12), ("MasterIndex", 10)));
        });
        var rule = graph.AddLinker(Bridge);
        Assert.Equal(["br0>port"], Edges(graph.Live));
        rule.Dispose();
        Assert.Empty(Edges(graph.Live));
        rule.Dispose();
    }

    [Fact]
    public void A_failed_transaction_leaves_the_rule_right()
    {
        using var graph = new Graph();
        using var rule = graph.AddLinker(Bridge);
        graph.CreateIndex("TID", unique: true);
        graph.Write(tx => tx.AddNode("br0", Metadata.Of(("NetNS", 1), ("IfIndex", 10), ("TID", "x"))));
        Assert.Throws<UniqueIndexException>(() =>
            graph.Write(tx => tx.AddNode("port", Metadata.Of(("NetNS", 1), ("MasterIndex", 10), ("TID", "x")))));
        Assert.Empty(Edges(graph.Live));
        graph.Write(tx => tx.AddNode("port", Metadata.Of(("NetNS", 1), ("MasterIndex", 10), ("TID", "y"))));
        Assert.Equal(["br0>port"], Edges(graph.Live));
    }

    [Fact]
    public void A_restarted_graph_keeps_the_edges_that_still_hold_and_ends_the_others()
    {
        var store = new MemoryEventStore();
        using (var graph = new Graph(new GraphOptions { Store = store }))
        {
            graph.AddLinker(Bridge);
            graph.Write(tx =>
            {
                tx.AddNode("br0", Metadata.Of(("NetNS", 1), ("IfIndex", 10)));
                tx.AddNode("p1", Metadata.Of(("NetNS", 1), ("MasterIndex", 10)));
                tx.AddNode("p2", Metadata.Of(("NetNS", 1), ("MasterIndex", 10)));
            });
        }
        using var again = new Graph(new GraphOptions { Store = store });
        Assert.Equal(2, again.Live.CountEdges());
        var created = again.Live.Edges.Select(e => e.CreatedAt).ToArray();
        again.Write(tx => tx.UpdateNode("p2", new MetadataPatch().Remove("MasterIndex")));
        using var rule = again.AddLinker(Bridge);
        Assert.Equal(["br0>p1"], Edges(again.Live));
        Assert.Equal(created[0], again.Live.Edges.Single().CreatedAt);
    }
}
