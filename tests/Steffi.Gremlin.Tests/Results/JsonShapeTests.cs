using System.Text.Json;

namespace Steffi.Gremlin.Tests;

/// <summary>The shapes of Skydive's topology API.</summary>
public class JsonShapeTests
{
    private const string File = """
        [{"Nodes":[
          {"ID":"a","Metadata":{"Name":"é<"},"Host":"h","Origin":"o.h","CreatedAt":1000,"UpdatedAt":2000,"DeletedAt":null,"Revision":7},
          {"ID":"b","Metadata":{},"Host":"h","Origin":"o.h","CreatedAt":1000,"UpdatedAt":1000,"DeletedAt":null,"Revision":1}],
        "Edges":[
          {"ID":"e","Metadata":{"X":1},"Host":"h","Origin":"o.h","CreatedAt":1000,"UpdatedAt":1000,"DeletedAt":null,"Revision":1,"Parent":"a","Child":"b"}]}]
        """;

    private const string NodeA = """{"ID":"a","Metadata":{"Name":"é<"},"Host":"h","Origin":"o.h","CreatedAt":1000,"UpdatedAt":2000,"DeletedAt":null,"Revision":7}""";
    private const string NodeB = """{"ID":"b","Metadata":{},"Host":"h","Origin":"o.h","CreatedAt":1000,"UpdatedAt":1000,"DeletedAt":null,"Revision":1}""";
    private const string EdgeE = """{"ID":"e","Metadata":{"X":1},"Host":"h","Origin":"o.h","CreatedAt":1000,"UpdatedAt":1000,"DeletedAt":null,"Revision":1,"Parent":"a","Child":"b"}""";

    private static readonly Graph Loaded = Fixtures.FromJson(File);

    [Theory]
    [InlineData("G.V()", $"[{NodeA},{NodeB}]", $"[{NodeA},{NodeB}]")]
    [InlineData("G.E()", $"[{EdgeE}]", $"[{EdgeE}]")]
    [InlineData("G.V().Count()", "2", "[2]")]
    [InlineData("G.V().Sum('X')", "0", "[0]")]
    [InlineData("G.V().Values('Name')", "[\"é<\"]", "[\"é<\"]")]
    [InlineData("G.V().Values('X')", "null", "[]")]
    [InlineData("G.V('a').ShortestPathTo(Metadata('@ID', 'b'))", $"[[{NodeA},{NodeB}]]", $$"""[{"Path":[{{NodeA}},{{NodeB}}]}]""")]
    [InlineData("G.V('a').ShortestPathTo(Metadata('@ID', 'c'))", "[]", "[]")]
    [InlineData("G", $$"""[{"Nodes":[{{NodeA}},{{NodeB}}],"Edges":[{{EdgeE}}]}]""", $$"""[{"Nodes":[{{NodeA}},{{NodeB}}],"Edges":[{{EdgeE}}]}]""")]
    [InlineData("G.V('b').SubGraph()", $$"""[{"Nodes":[{{NodeB}}],"Edges":null}]""", $$"""[{"Nodes":[{{NodeB}}],"Edges":[]}]""")]
    public void An_answer_has_the_shape_that_clients_expect(string query, string answer, string rows)
    {
        var result = Loaded.Query(query);
        Assert.Equal(answer, result.ToJson());
        using var batch = JsonDocument.Parse(new BatchRunner(Loaded).Answer(query));
        Assert.Equal(rows, batch.RootElement.GetProperty("Result").GetRawText());
    }

    [Fact]
    public void A_result_tells_its_kind_and_holds_its_rows()
    {
        Assert.Equal((ResultKind.Nodes, 2), KindOf("G.V()"));
        Assert.Equal((ResultKind.Edges, 1), KindOf("G.E()"));
        Assert.Equal((ResultKind.Value, 1), KindOf("G.V().Count()"));
        Assert.Equal((ResultKind.Values, 1), KindOf("G.V().Values('Name')"));
        Assert.Equal((ResultKind.Paths, 1), KindOf("G.V('a').ShortestPathTo(Metadata('@ID', 'b'))"));
        Assert.Equal((ResultKind.Graph, 1), KindOf("G"));
        Assert.Throws<InvalidOperationException>(() => Loaded.Query("G.V()").Value);
        Assert.Equal(["b"], Loaded.Query("G.V('b').SubGraph()").Nodes.Select(node => node.Id.ToString()));
    }

    [Fact]
    public void A_table_has_a_column_for_what_some_row_has()
    {
        using var graph = Graphs.TwoHosts();
        var table = ResultTable.Of(graph.Query("G.V().Has('Type', 'veth')"));
        Assert.Equal(["ID", "Name", "Type", "MTU", "Host"], table.Columns);
        Assert.Equal(["v1", "v1", "veth", "1500", "lab"], table.Rows[0]);
        Assert.Equal(["Parent", "Child", "RelationType"], ResultTable.Of(graph.Query("G.E()")).Columns.Skip(1).Take(3));
        Assert.Equal(["4", "h1 > ns1 > v1 > v2 > h2"], ResultTable.Of(graph.Query("G.V('h1').ShortestPathTo(Metadata('Name', 'h2'))")).Rows[0]);
        Assert.Equal(["MTU", "Name"], ResultTable.Of(graph.Query("G.V().ValueMap('MTU', 'Name')")).Columns.Order());
        Assert.Equal(["5"], ResultTable.Of(graph.Query("G.V().Count()")).Rows[0]);
        Assert.Equal(9, ResultTable.Of(graph.Query("G")).Rows.Count);
        Assert.Empty(ResultTable.Of(graph.Query("G.V().Limit(0)")).Rows);
    }

    private static (ResultKind, int) KindOf(string query)
    {
        var result = Loaded.Query(query);
        return (result.Kind, result.Count);
    }
}
