namespace Steffi.Gremlin.Tests;

public class BatchRunnerTests
{
    private static readonly Graph Hosts = Graphs.TwoHosts();

    [Theory]
    [InlineData("G.V().Count()", """{"Query":"G.V().Count()","Result":[5]}""")]
    [InlineData("""{"Query": "G.V().Count()"}""", """{"Query":"G.V().Count()","Result":[5]}""")]
    [InlineData("""{"Query": "G.V().Has('Name', $n).Count()", "Parameters": {"n": "h1"}}""", """{"Query":"G.V().Has('Name', $n).Count()","Result":[1]}""")]
    [InlineData("G.V(", """{"Query":"G.V(","Error":{"Kind":"parse","Message":"Expected right parenthesis","Line":1,"Column":5}}""")]
    [InlineData("""{"Query": "G\n.V('x')"}""", """{"Query":"G\n.V('x')","Error":{"Kind":"run","Message":"Node 'x' does not exist","Line":2,"Column":2}}""")]
    [InlineData("""{"Q": 1}""", """{"Query":"{\"Q\": 1}","Error":{"Kind":"parse","Message":"An object with a string \"Query\" is expected","Line":1,"Column":1}}""")]
    public void A_line_has_one_answer(string line, string answer) => Assert.Equal(answer, new BatchRunner(Hosts).Answer(line));

    [Fact]
    public void A_line_that_is_no_JSON_is_an_error_of_kind_parse() =>
        Assert.Contains("\"Kind\":\"parse\",\"Message\":\"The line is no JSON object", new BatchRunner(Hosts).Answer("{\"Query\""), StringComparison.Ordinal);

    [Fact]
    public void A_limit_is_an_error_of_kind_run() =>
        Assert.Contains("\"Kind\":\"run\",\"Message\":\"The result has more than 2 rows\"", new BatchRunner(Hosts, new QueryOptions { MaxResults = 2 }).Answer("G.V()"), StringComparison.Ordinal);

    [Fact]
    public async Task Every_line_is_answered_in_order_and_empty_ones_are_skipped()
    {
        using var input = new StringReader("G.V().Count()\n\n  \r\nG.X()\nG.E().Count()\n");
        await using var output = new StringWriter { NewLine = "\n" };
        await new BatchRunner(Hosts).RunAsync(input, output, TestContext.Current.CancellationToken);
        var lines = output.ToString().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.EndsWith("[5]}", lines[0], StringComparison.Ordinal);
        Assert.Contains("Expected step function, got: X", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("[4]}", lines[2], StringComparison.Ordinal);
        Assert.Empty(lines[3]);
    }

    [Fact]
    public void Each_query_reads_the_graph_as_it_is_then()
    {
        using var graph = new Graph();
        var runner = new BatchRunner(graph);
        graph.Write(change => change.AddNode("a", Metadata.Empty));
        Assert.EndsWith("[1]}", runner.Answer("G.V().Count()"), StringComparison.Ordinal);
        graph.Write(change => change.AddNode("b", Metadata.Empty));
        Assert.EndsWith("[2]}", runner.Answer("G.V().Count()"), StringComparison.Ordinal);
    }
}
