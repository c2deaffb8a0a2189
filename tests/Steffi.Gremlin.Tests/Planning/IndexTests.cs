namespace Steffi.Gremlin.Tests;

/// <summary>With indexes and without, a query must give the same rows in the same order.</summary>
public class IndexTests
{
    private const int Count = 200;
    private static readonly Graph Plain = Graphs.Many(Count);
    private static readonly Graph Indexed = Graphs.Many(Count, indexed: true);

    [Theory]
    [InlineData("G.V().Has('Name', 'x17')")]
    [InlineData("G.V().Has('Name', 'nobody')")]
    [InlineData("G.V().Has('Rank', 3)")]
    [InlineData("G.V().Has('Rank', 3.0)")]
    [InlineData("G.V().Has('Rank', 1)")]
    [InlineData("G.V().Has('Rank', Within(5, 'x', 1))")]
    [InlineData("G.V().Has('Rank', Within())")]
    [InlineData("G.V().Has('Rank', Within(1, 1.0))")]
    [InlineData("G.V().Has('Tags', 't1')")]
    [InlineData("G.V().Has('Tags', Within('t1', 'u2'))")]
    [InlineData("G.V().Has('Tags', 't1', 'Rank', 2)")]
    [InlineData("G.V().Has('Name', 'x17').Out().Has('Rank', Gt(2))")]
    [InlineData("G.V().Has('Tags', 't1').Range(3, 9)")]
    [InlineData("G.V().Has('Tags', Within('t1', 'u2')).Limit(7)")]
    [InlineData("G.V().Has('Tags', 't1').SubGraph().V().Has('Rank', 4)")]
    public void Gives_what_a_scan_gives(string query) => Assert.Equal(Plain.Query(query).Ids(), Indexed.Query(query).Ids());

    [Fact]
    public void A_number_finds_bools_and_texts_that_equal_it_through_an_index_too()
    {
        using var graph = new Graph();
        graph.CreateIndex("K");
        graph.Write(change =>
        {
            change.AddNode("int", Metadata.Of(("K", 1)));
            change.AddNode("text", Metadata.Of(("K", "1")));
            change.AddNode("bool", Metadata.Of(("K", true)));
            change.AddNode("double", Metadata.Of(("K", 1.0)));
            change.AddNode("other", Metadata.Of(("K", "01")));
        });
        Assert.Equal(["int", "text", "bool", "double"], graph.Query("G.V().Has('K', 1)").Ids());
        Assert.Equal(["bool"], graph.Query("G.V().Has('K', true)").Ids());
    }

    [Fact]
    public void What_left_an_indexed_value_is_not_found_by_it()
    {
        using var graph = Graphs.Many(10, indexed: true);
        graph.Write(change => change.UpdateNode("id3", new MetadataPatch { ["Name"] = "moved" }));
        graph.Write(change => change.DeleteNode("id4"));
        Assert.Equal(0, graph.Query("G.V().Has('Name', Within('x3', 'x4'))").Count);
        Assert.Equal(["id3"], graph.Query("G.V().Has('Name', 'moved')").Ids());
    }
}
