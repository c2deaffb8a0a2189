using System.Text.Json;

namespace Steffi.Gremlin.Tests;

/// <summary>History and Diff, on a node whose MTU changes at 2 s and 3 s, that ends at 4 s, and an edge from 1 s on.</summary>
public sealed class HistoryStepTests : IDisposable
{
    private const long Base = 1_700_000_000_000;
    private readonly Graph _graph = new();

    public HistoryStepTests()
    {
        Write(1000, change =>
        {
            change.AddNode("a", Metadata.Of(("MTU", 1500)));
            change.AddNode("b", Metadata.Of(("Name", "b")));
            change.AddEdge("e", "b", "a", Metadata.Of(("RelationType", "layer2")));
        });
        Write(2000, change => change.UpdateNode("a", new MetadataPatch { ["MTU"] = 1510 }));
        Write(3000, change => change.UpdateNode("a", new MetadataPatch { ["MTU"] = 1520 }));
        Write(4000, change => change.DeleteNode("a"));
    }

    public void Dispose() => _graph.Dispose();

    [Theory]
    [InlineData("G.V().History('Name')", """{"b":[{"From":1000,"To":null,"Value":"b"}]}""")]
    [InlineData("G.V('a').History('MTU')", null)]
    [InlineData("G.At(BASE3500).V('a').History('MTU')",
        """{"a":[{"From":1000,"To":2000,"Value":1500},{"From":2000,"To":3000,"Value":1510},{"From":3000,"To":null,"Value":1520}]}""")]
    [InlineData("G.At(BASE3500, '900ms').V().History('MTU')",
        """{"a":[{"From":2000,"To":3000,"Value":1510},{"From":3000,"To":null,"Value":1520}]}""")]
    [InlineData("G.At(BASE3500).E().History('RelationType')", """{"e":[{"From":1000,"To":null,"Value":"layer2"}]}""")]
    [InlineData("G.V().History('Metadata.Name')", """{"b":[{"From":1000,"To":null,"Value":"b"}]}""")]
    [InlineData("G.V().History('None')", "{}")]
    [InlineData("G.V().History('Name').Count()", "1")]
    public void History_gives_the_spans_of_each_element(string query, string? expected)
    {
        query = query.Replace("BASE3500", (Base + 3500).ToString(), StringComparison.Ordinal);
        if (expected is null)
            Assert.Throws<QueryException>(() => _graph.Query(query));
        else
            Assert.Equal(expected, _graph.Query(query).ToJson().Replace(Base.ToString()[..9], "", StringComparison.Ordinal).Replace("\":0", "\":", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500, 4500, "Added b")]
    [InlineData(500, 1500, "Added a, Added b, Added e")]
    [InlineData(1500, 2500, "Updated a")]
    [InlineData(2500, 4500, "Deleted a, Deleted e")]
    [InlineData(4500, 1500, "Added a, Added e")]
    [InlineData(1500, 1700, "")]
    public void Diff_gives_what_the_two_times_do_not_share(long before, long after, string expected)
    {
        using var result = JsonDocument.Parse(_graph.Query($"G.At({Base + after}).Diff({Base + before})").ToJson());
        Assert.Equal(expected, string.Join(", ", result.RootElement.EnumerateArray().Select(Show)));
        Assert.Equal(result.RootElement.GetArrayLength().ToString(), _graph.Query($"G.At({Base + after}).Diff({Base + before}).Count()").ToJson());
    }

    [Theory]
    [InlineData("G.V().History()", "History accepts only one parameter of type string : []")]
    [InlineData("G.V().History(1)", "History accepts only one parameter of type string : [1]")]
    [InlineData("G.Diff()", "Diff accepts one parameter, the time to compare with : []")]
    [InlineData("G.Diff('yesterday')", "Time must be in RFC1123 or in Go Duration format")]
    [InlineData("G.V().Diff('-1m')", "Invalid step 'Diff' on '*traversal.GraphTraversalV'")]
    [InlineData("G.History('MTU')", "Invalid step 'History' on '*traversal.GraphTraversal'")]
    public void What_means_nothing_is_an_error(string query, string reason) =>
        Assert.Equal(reason, Assert.ThrowsAny<QueryException>(() => _graph.Query(query)).Reason);

    private static string Show(JsonElement row)
    {
        var (before, after) = (row.GetProperty("Before"), row.GetProperty("After"));
        var element = after.ValueKind == JsonValueKind.Null ? before : after;
        return $"{row.GetProperty("Kind")} {element.GetProperty("ID")}";
    }

    private void Write(long milliseconds, Action<Transaction> change) => _graph.Write(transaction =>
    {
        transaction.At = DateTimeOffset.FromUnixTimeMilliseconds(Base + milliseconds);
        change(transaction);
    });
}
