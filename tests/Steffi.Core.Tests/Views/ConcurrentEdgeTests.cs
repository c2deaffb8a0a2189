namespace Steffi.Core.Tests;

/// <summary>Edges come, change, end, move, come again under their id, are undone and forgotten, while readers walk them both ways.</summary>
public sealed class ConcurrentEdgeTests
{
    private const int Nodes = 40, Ids = 3000;

    private int _begun, _ended;   // of forgettings

    [Fact]
    public async Task Readers_find_each_edge_whole_and_at_both_its_ends()
    {
        using var graph = new Graph();
        graph.Write(tx => { for (int i = 0; i < Nodes; i++) tx.AddNode($"n{i}", Metadata.Empty); });
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var writer = Task.Run(() => WriteUntil(graph, done.Token), TestContext.Current.CancellationToken);
        int reads = 0, met = 0;
        for (; !done.IsCancellationRequested; reads++)
        {
            int ended = Volatile.Read(ref _ended);
            var view = reads % 2 == 0 ? graph.Live : graph.At(graph.Now.AddMilliseconds(-1));
            string wrong = WhatIsWrong(view, ref met);
            // What ended since a view was made goes with the second forgetting after it.
            if (Volatile.Read(ref _begun) - ended < 2)
                Assert.Equal("", wrong);
        }
        Assert.True(await writer > 300, "The writer was kept from writing.");
        Assert.True(reads > 10 && met > 1000);
    }

    private static string WhatIsWrong(GraphView view, ref int met)
    {
        var scanned = view.Edges.Select(edge => edge.Id).ToHashSet();
        met += scanned.Count;
        foreach (var edge in view.Edges)
        {
            if (edge["Ends"].ToString() != $"{edge.ParentId} {edge.ChildId}")
                return $"{edge.Id} from {edge.ParentId} to {edge.ChildId} says {edge.Metadata}";
            if (!view.TryGetEdge(edge.Id, out var found) || found != edge)
                return $"{edge.Id} is not found by its id";
        }
        var walked = view.Nodes.SelectMany(node => node.OutEdges).Select(edge => edge.Id).ToList();
        if (walked.Count != scanned.Count || !scanned.SetEquals(walked))
            return $"{walked.Count} of {scanned.Count} at their parents";
        return scanned.SetEquals(view.Nodes.SelectMany(node => node.InEdges).Select(edge => edge.Id)) ? "" : "others at the children";
    }

    private int WriteUntil(Graph graph, CancellationToken done)
    {
        var random = new Random(11);
        int written = 0;
        for (; !done.IsCancellationRequested; written++)
        {
            try
            {
                graph.Write(tx => Change(tx, random, fails: written % 5 == 4));
            }
            catch (InvalidOperationException)
            {
            }
            if (written % 100 == 99)
            {
                Interlocked.Increment(ref _begun);
                graph.ForgetBefore(graph.Now.AddMilliseconds(-20));
                Interlocked.Increment(ref _ended);
            }
        }
        return written;
    }

    private static void Change(Transaction tx, Random random, bool fails)
    {
        for (int i = 0; i < 20; i++)
        {
            string id = $"e{random.Next(Ids)}", from = $"n{random.Next(Nodes)}", to = $"n{random.Next(Nodes)}";
            if (!tx.ContainsEdge(id))
                tx.AddEdge(id, from, to, Metadata.Of(("Ends", fails ? "undone" : $"{from} {to}")));
            else if (random.Next(3) is var turn && turn == 0)
                tx.DeleteEdge(id);
            else if (turn == 1)
                tx.UpdateEdge(id, new MetadataPatch { ["Changed"] = random.Next() });
            else
                tx.ReplaceEdge(id, from, to, Metadata.Of(("Ends", fails ? "undone" : $"{from} {to}")));
        }
        if (fails)
            throw new InvalidOperationException();
    }
}
