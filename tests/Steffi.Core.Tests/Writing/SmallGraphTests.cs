namespace Steffi.Core.Tests;

public sealed class SmallGraphTests
{
    private readonly Graph _graph = new(new GraphOptions { Host = "lab1" });

    [Fact]
    public void A_written_node_is_read_back_with_everything_it_holds()
    {
        ElementId id = default;
        _graph.Write(tx => id = tx.AddNode(new MetadataBuilder
        {
            ["Name"] = "eth0",
            ["MTU"] = 1500,
            ["Up"] = true,
            ["Ratio"] = 1.5,
            ["MAC"] = "02:fc:00:00:00:01",
            ["IPV4"] = new[] { "10.0.0.1/24", "10.0.1.1" },
            ["Metric"] = Metadata.Of(("RxBytes", 1L << 40), ("TxBytes", -3)),
        }));

        Assert.True(_graph.Live.TryGetNode(id, out var node));
        Assert.Equal("eth0", node["Name"].AsString());
        Assert.Equal(1500, node["MTU"].AsInt());
        Assert.True(node["Up"].AsBool());
        Assert.Equal(1.5, node["Ratio"].AsDouble());
        Assert.Equal("02:fc:00:00:00:01", node["MAC"].AsString());
        Assert.Equal(["10.0.0.1/24", "10.0.1.1"], node["IPV4"].AsList().Select(v => v.AsString()));
        Assert.Equal(1L << 40, node["Metric.RxBytes"].AsInt());
        Assert.Equal(-3, node["Metric.TxBytes"].AsInt());
        Assert.True(node["Nothing.here"].IsNull);
        Assert.Equal(1, node.Revision);
        Assert.Equal("lab1", node.Host);
        Assert.Equal("steffi.lab1", node.Origin);
        Assert.Null(node.DeletedAt);
    }

    [Fact]
    public void A_failed_transaction_changes_nothing()
    {
        _graph.Write(tx => tx.AddNode("a", Metadata.Of(("Name", "a"))));
        var before = _graph.Live.Version;

        Assert.Throws<TransactionException>(() => _graph.Write(tx =>
        {
            tx.UpdateNode("a", new MetadataPatch { ["Name"] = "changed" });
            tx.AddNode("b", Metadata.Empty);
            tx.AddEdge("e", "a", "missing", Metadata.Empty);
        }));

        Assert.Equal(before, _graph.Live.Version);
        Assert.True(_graph.Live.TryGetNode("a", out var node));
        Assert.Equal("a", node["Name"].AsString());
        Assert.False(_graph.Live.TryGetNode("b", out _));
        Assert.Equal(1, _graph.Live.CountNodes());
        _graph.Write(tx => tx.AddNode("b", Metadata.Empty));
        Assert.Equal(2, _graph.Live.CountNodes());
    }

    [Fact]
    public void Deleting_a_node_ends_its_edges_at_that_instant_and_the_past_keeps_them()
    {
        _graph.Write(tx =>
        {
            tx.AddNode("a", Metadata.Empty);
            tx.AddNode("b", Metadata.Empty);
            tx.AddEdge("e", "a", "b", Metadata.Of(("RelationType", "layer2")));
        });
        var then = _graph.Now;
        Thread.Sleep(2);
        _graph.Write(tx => tx.DeleteNode("b"));

        Assert.False(_graph.Live.TryGetEdge("e", out _));
        Assert.Equal(0, _graph.Live.CountEdges());
        Assert.True(_graph.At(then).TryGetEdge("e", out var edge));
        Assert.Equal("b", edge.Child.Id.ToString());
        Assert.Null(edge.DeletedAt);
        Assert.True(_graph.Between(then, _graph.Now.AddSeconds(1)).TryGetEdge("e", out edge));
        Assert.NotNull(edge.DeletedAt);
    }

    [Fact]
    public void A_view_stays_as_it_was_made()
    {
        _graph.Write(tx => tx.AddNode("a", Metadata.Of(("MTU", 1500))));
        var view = _graph.Live;
        _graph.Write(tx => tx.UpdateNode("a", new MetadataPatch { ["MTU"] = 9000 }));
        _graph.Write(tx => tx.AddNode("b", Metadata.Empty));

        Assert.Equal(1500, Assert.Single(view.Nodes)["MTU"].AsInt());
        Assert.Equal(2, _graph.Live.CountNodes());
    }

    [Fact]
    public void Making_a_view_copies_nothing_however_large_the_graph()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var graph = new Graph();
        long empty = Allocated();
        for (int i = 0; i < 20; i++)
        {
            int second = i;
            graph.Write(tx =>
            {
                tx.At = start.AddSeconds(second);
                for (int n = 0; n < 500; n++)
                    tx.ReplaceNode($"n{n}", Metadata.Of(("Second", second)));
            });
        }
        Assert.Equal(empty, Allocated());
        Assert.InRange(empty, 1, 1000);

        long Allocated()
        {
            GraphView? view = null;
            for (int warm = 0; ; warm++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                view = graph.At(start.AddSeconds(5));
                view = graph.Between(start.AddSeconds(5), start.AddSeconds(9));
                view = graph.Live;
                long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                GC.KeepAlive(view);
                if (warm == 3)
                    return bytes;
            }
        }
    }

    [Fact]
    public void A_unique_index_refuses_a_second_holder()
    {
        _graph.CreateIndex("TID", unique: true);
        _graph.Write(tx => tx.AddNode("a", Metadata.Of(("TID", "x"))));

        var error = Assert.Throws<UniqueIndexException>(() => _graph.Write(tx => tx.AddNode("b", Metadata.Of(("TID", "x")))));
        Assert.Equal("TID", error.Path);
        _graph.Write(tx =>
        {
            tx.DeleteNode("a");
            tx.AddNode("b", Metadata.Of(("TID", "x")));
        });
        Assert.Equal("b", Assert.Single(_graph.Live.Nodes).Id.ToString());
    }
}
