namespace Steffi.Gremlin.Tests;

public class SortTests
{
    [Theory]
    [InlineData("ASC")]
    [InlineData("DESC")]
    public void The_first_rows_of_a_sort_are_those_of_the_whole_sort(string order)
    {
        using var graph = Graphs.Many(500);
        var whole = graph.Query($"G.V().Sort({order}, 'Rank')").Ids();
        Assert.Equal(whole[..20], graph.Query($"G.V().Sort({order}, 'Rank').Limit(20)").Ids());
        Assert.Equal(whole[100..130], graph.Query($"G.V().Sort({order}, 'Rank').Range(100, 130)").Ids());
        Assert.Empty(graph.Query($"G.V().Sort({order}, 'Rank').Limit(0)").Ids());
        Assert.Equal(whole, graph.Query($"G.V().Sort({order}, 'Rank').Limit(5000)").Ids());
    }

    [Fact]
    public void Equal_keys_keep_their_order_both_ways()
    {
        using var graph = Fixtures.OfNodes(Of(2), Of(1), Of(2), Of(1));
        Assert.Equal(["n1", "n3", "n0", "n2"], graph.Query("G.V().Sort('K')").Ids());
        Assert.Equal(["n0", "n2", "n1", "n3"], graph.Query("G.V().Sort(DESC, 'K')").Ids());
    }

    [Fact]
    public void Keys_of_several_kinds_have_one_order()
    {
        using var graph = Fixtures.OfNodes(Of("b"), Of(10), Of(9.5), default, Of("B"), Of("10"), Of(true));
        Assert.Equal(["n3", "n6", "n2", "n1", "n5", "n4", "n0"], graph.Query("G.V().Sort('K')").Ids());
    }

    [Fact]
    public void Without_a_key_it_sorts_by_creation()
    {
        var json = """{"Nodes":[{"ID":"late","CreatedAt":2000},{"ID":"early","CreatedAt":1000}],"Edges":[]}""";
        using var graph = Fixtures.FromJson(json);
        Assert.Equal(["early", "late"], graph.Query("G.V().Sort()").Ids());
        Assert.Equal(["late", "early"], graph.Query("G.V().Sort(DESC, '@CreatedAt')").Ids());
    }

    private static Metadata Of(MetadataValue value) => Metadata.Of(("K", value));
}
