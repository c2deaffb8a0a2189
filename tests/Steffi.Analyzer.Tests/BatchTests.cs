using System.Text.Json;

namespace Steffi.Analyzer.Tests;

public sealed class BatchTests
{
    [Fact]
    public async Task Each_line_gets_its_answer_in_order()
    {
        var graph = Repository.Shared("data/gremlin/fixture-H.json");
        const string input = "G.V().Count()\n\n{\"Query\": \"G.V('NsA').ValueMap('Name')\"}\nG.V().Has(\nG.V('nobody')\n";
        var answers = await BatchAsync(graph, input);
        Assert.Equal(4, answers.Count);
        Assert.Equal("""{"Query":"G.V().Count()","Result":[5]}""", answers[0].GetRawText());
        Assert.Equal("G.V('NsA').ValueMap('Name')", answers[1].GetProperty("Query").GetString());
        Assert.Equal("NsA", answers[1].GetProperty("Result")[0].GetProperty("Name").GetString());
        Assert.Equal("parse", answers[2].GetProperty("Error").GetProperty("Kind").GetString());
        Assert.Equal(1, answers[2].GetProperty("Error").GetProperty("Line").GetInt32());
        Assert.Equal("run", answers[3].GetProperty("Error").GetProperty("Kind").GetString());
        Assert.Equal("Node 'nobody' does not exist", answers[3].GetProperty("Error").GetProperty("Message").GetString());
    }

    [Theory]
    [InlineData("A")]
    [InlineData("H")]
    public async Task Every_reference_query_is_answered(string fixture)
    {
        var queries = File.ReadLines(Repository.Shared("data/gremlin/cases.tsv")).Select(line => line.Split('\t'))
            .Where(fields => fields[0] == fixture).Select(fields => fields[1]).ToList();
        Assert.NotEmpty(queries);
        var input = string.Concat(queries.Select(query => $"{{\"Query\": {JsonSerializer.Serialize(query)}}}\n"));
        var answers = await BatchAsync(Repository.Shared($"data/gremlin/fixture-{fixture}.json"), input);
        Assert.Equal(queries, answers.Select(answer => answer.GetProperty("Query").GetString()));
        Assert.All(answers, answer => Assert.True(
            answer.TryGetProperty("Result", out var result) ? result.ValueKind == JsonValueKind.Array : answer.GetProperty("Error").GetProperty("Message").GetString() != ""));
    }

    [Fact]
    public async Task A_batch_takes_no_query_and_no_time()
    {
        (await Cli.RunAsync("query", "--batch", "G.V()")).Expect(2);
        (await Cli.RunAsync("query", "--batch", "--at", "-1m")).Expect(2);
    }

    private static async Task<List<JsonElement>> BatchAsync(string graph, string input) =>
        [.. (await Cli.RunAsync(["query", "--graph", graph, "--batch"], input)).Expect(0).Lines.Select(line => JsonDocument.Parse(line).RootElement)];
}
