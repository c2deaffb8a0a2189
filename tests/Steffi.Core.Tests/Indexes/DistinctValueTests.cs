namespace Steffi.Core.Tests;

public class DistinctValueTests
{
    private const int Nodes = 700;

    [Fact]
    public void A_test_is_asked_once_for_each_value_not_for_each_node()
    {
        using var graph = new Graph();
        graph.CreateIndex("Group");
        graph.Write(tx => { for (int i = 0; i < Nodes; i++) tx.AddNode($"n{i}", Metadata.Of(("Group", $"g{i % 7}"))); });
        var asked = new List<string>();
        Assert.True(graph.Live.TryFindNodes("Group", packed => Ask(packed, asked) is "g3" or "g5", out var found));
        Assert.Equal(["g0", "g1", "g2", "g3", "g4", "g5", "g6"], asked);
        Assert.Equal(Enumerable.Range(0, Nodes).Where(i => i % 7 is 3 or 5), found.Select(node => node.Index));
    }

    [Fact]
    public void The_index_is_not_used_where_it_saves_nothing()
    {
        using var graph = new Graph();
        graph.CreateIndex("Count");
        graph.Write(tx => tx.AddNode("a", Metadata.Of(("Count", 0))));
        Assert.False(graph.Live.TryFindNodes("Count", _ => true, out _), "all nodes pass");
        graph.Write(tx => { for (int i = 1; i < 5; i++) tx.UpdateNode("a", new MetadataPatch { ["Count"] = i }); });
        Assert.False(graph.Live.TryFindNodes("Count", _ => false, out _), "more values than nodes");
    }

    private static string Ask(ReadOnlySpan<byte> packed, List<string> asked)
    {
        int at = 0;
        asked.Add(Packed.Read(packed, ref at).AsString());
        return asked[^1];
    }
}
