using System.Text;

namespace Steffi.Gremlin.Tests;

public class TopologyFileTests
{
    [Fact]
    public void What_is_saved_loads_as_it_was()
    {
        using var graph = Graphs.TwoHosts();
        graph.Write(change => change.UpdateNode("v1", new MetadataPatch { ["MTU"] = 1400 }));
        graph.Write("probe.lab", change => change.AddNode("extra", Metadata.Of(("L", new[] { "a", "b" }), ("M", Metadata.Of(("x", 1.5))))));
        var first = Save(graph.Live);
        using var loaded = Fixtures.FromJson(first);
        Assert.Equal(first, Save(loaded.Live));
        Assert.Equal(2, loaded.Query("G.V('v1')").Nodes[0].Revision);
        Assert.Equal("probe.lab", loaded.Query("G.V('extra')").Nodes[0].Origin);
    }

    [Fact]
    public void An_edge_is_as_old_as_it_says_though_its_nodes_changed_later()
    {
        using var graph = Fixtures.FromJson(
            """
            {"Nodes":[{"ID":"a","CreatedAt":1000,"UpdatedAt":9000,"Revision":3},{"ID":"b","CreatedAt":1000,"UpdatedAt":8000}],
             "Edges":[{"ID":"e","Parent":"a","Child":"b","CreatedAt":2000,"UpdatedAt":2500,"Revision":2}]}
            """);
        var edge = graph.Query("G.E('e')").Edges[0];
        Assert.Equal((2000L, 2500L, 2L), (edge.CreatedAt.ToUnixTimeMilliseconds(), edge.UpdatedAt.ToUnixTimeMilliseconds(), edge.Revision));
        var node = graph.Query("G.V('a')").Nodes[0];
        Assert.Equal((1000L, 9000L, 3L), (node.CreatedAt.ToUnixTimeMilliseconds(), node.UpdatedAt.ToUnixTimeMilliseconds(), node.Revision));
    }

    [Fact]
    public void What_was_deleted_is_in_the_past()
    {
        using var graph = Fixtures.FromJson("""[{"Nodes":[{"ID":"a","CreatedAt":1000,"UpdatedAt":1000,"DeletedAt":5000},{"ID":"b"}],"Edges":null}]""");
        Assert.Equal(["b"], graph.Query("G.V()").Ids());
        Assert.Equal(["a"], graph.At(DateTimeOffset.FromUnixTimeMilliseconds(3000)).Query("G.V()").Ids());
    }

    [Fact]
    public void Elements_of_several_hosts_and_origins_keep_theirs()
    {
        var nodes = string.Join(",", Enumerable.Range(0, 60).Select(i => $$"""{"ID":"n{{i}}","Host":"h{{i % 3}}","Origin":"o{{i % 2}}"}"""));
        using var graph = Fixtures.FromJson($$"""[{"Nodes":[{{nodes}}],"Edges":[]}]""");
        Assert.Equal(60, graph.Query("G.V().Count()").Value.AsInt());
        Assert.Equal(10, graph.Query("G.V().Has('@Host', 'h1', '@Origin', 'o1')").Count);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"n{i}"), graph.Query("G.V()").Ids());
    }

    [Theory]
    [InlineData("", "Not a topology")]
    [InlineData("[1]", "an array with one {Nodes, Edges} is expected")]
    [InlineData("""{"Nodes":{}}""", "Nodes is Object, not an array")]
    [InlineData("""{"Nodes":[1]}""", "a node is Number, not an object")]
    [InlineData("""{"Nodes":[{}]}""", "'node' has no ID")]
    [InlineData("""{"Nodes":[{"ID":""}]}""", "a node has no ID")]
    [InlineData("""{"Nodes":[{"ID":"a"},{"ID":"a"}]}""", "node 'a' comes twice")]
    [InlineData("""{"Nodes":[{"ID":"a","CreatedAt":"x"}]}""", "CreatedAt of 'a' is no number of milliseconds since 1970")]
    [InlineData("""{"Nodes":[{"ID":"a","CreatedAt":99999999999999999}]}""", "CreatedAt of 'a' is out of range")]
    [InlineData("""{"Nodes":[{"ID":"a"}],"Edges":[{"ID":"e","Parent":"a"}]}""", "'e' has no Child")]
    [InlineData("""{"Nodes":[{"ID":"a"}],"Edges":[{"ID":"e","Parent":"a","Child":"b"}]}""", "edge 'e' joins 'a' and 'b', which are not both in the file")]
    public void What_is_no_topology_says_why(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Fixtures.FromJson(json)).Message, StringComparison.Ordinal);

    private static string Save(GraphView view)
    {
        using var stream = new MemoryStream();
        TopologyFile.Save(view, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
