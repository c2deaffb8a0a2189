namespace Steffi.Core.Tests;

public sealed class ConcurrentReadTests
{
    /// <summary>Every transaction moves one unit between accounts and adds or ends a pair of nodes with an edge: the sums tell a torn read.</summary>
    [Fact]
    public async Task Readers_never_see_half_a_transaction()
    {
        using var graph = new Graph();
        const int accounts = 50, units = 1000;
        graph.Write(tx =>
        {
            for (int i = 0; i < accounts; i++)
                tx.AddNode($"account{i}", Metadata.Of(("Units", units)));
        });
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var writer = Task.Run(() => WriteUntil(graph, accounts, done.Token), TestContext.Current.CancellationToken);
        int reads = 0;
        while (!done.IsCancellationRequested)
        {
            var view = reads++ % 2 == 0 ? graph.Live : graph.At(graph.Now.AddMilliseconds(-1));
            if (view.CountNodes() == 0)
                continue;
            Assert.Equal(accounts * units, view.Nodes.Sum(n => n["Units"] is { IsNull: false } units ? units.AsInt() : 0));
            Assert.Equal(0, view.Nodes.Count(n => n["Pair"] == "left") - view.Nodes.Count(n => n["Pair"] == "right"));
            foreach (var edge in view.Edges)
                Assert.Equal(edge.Parent["Of"], edge.Child["Of"]);
        }
        Assert.True(await writer > 1000, "The writer was kept from writing.");
        Assert.True(reads > 10);
    }

    private static int WriteUntil(Graph graph, int accounts, CancellationToken done)
    {
        var random = new Random(7);
        int written = 0;
        for (; !done.IsCancellationRequested; written++)
        {
            string from = $"account{random.Next(accounts)}", to = $"account{random.Next(accounts)}";
            graph.Write(tx =>
            {
                if (from != to)
                {
                    Change(tx, from, -1);
                    Change(tx, to, 1);
                }
                tx.AddNode($"left{written}", Metadata.Of(("Pair", "left"), ("Of", written)));
                tx.AddNode($"right{written}", Metadata.Of(("Pair", "right"), ("Of", written)));
                tx.AddEdge($"pair{written}", $"left{written}", $"right{written}", Metadata.Empty);
                tx.DeleteNode($"left{written - 20}");
                tx.DeleteNode($"right{written - 20}");
            });
        }
        return written;
    }

    private static void Change(Transaction tx, string account, int by)
    {
        Assert.True(tx.TryGetNode(account, out var metadata));
        tx.UpdateNode(account, new MetadataPatch { ["Units"] = metadata["Units"].AsInt() + by });
    }
}
