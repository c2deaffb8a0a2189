using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Steffi.Gremlin.Tests;

/// <summary>
/// Questions about time put together, on a node of two lives: "a" stands from 1 s to 3 s (its MTU changes at 2 s, its counters are told at
/// 1.5 s and 2.5 s) and again from 4 s on; the edge "ab" leads to b in the first life and from b in the second.
/// </summary>
public sealed class LivesTests : IDisposable
{
    private const long Base = 1_700_000_000_000;
    private readonly Graph _graph = new();

    public LivesTests()
    {
        Write(1000, change =>
        {
            change.AddNode("a", Metadata.Of(("Name", "a"), ("MTU", 1500)));
            change.AddNode("b", Metadata.Of(("Name", "b"), ("MTU", 10)));
            change.AddEdge("ab", "a", "b", Metadata.Of(("RelationType", "layer2")));
        });
        Write(1500, change => change.Sample("a", "Metric", Metadata.Of(("Rx", 5))));
        Write(2000, change => change.UpdateNode("a", new MetadataPatch { ["MTU"] = 1510 }));
        Write(2500, change => change.Sample("a", "Metric", Metadata.Of(("Rx", 15))));
        Write(3000, change => change.DeleteNode("a"));
        Write(4000, change => change.AddNode("a", Metadata.Of(("Name", "a"), ("MTU", 9000))));
        Write(4500, change => change.AddEdge("ab", "b", "a", Metadata.Of(("RelationType", "layer2"))));
    }

    public void Dispose() => _graph.Dispose();

    [Theory]
    [InlineData("G.At(@5000, '4s').V().Values('MTU')", "[1500,10,1510,9000]")]
    [InlineData("G.At(@5000, '4s').V().Dedup().Values('MTU')", "[1500,10]")]
    [InlineData("G.At(@5000, '4s').V().Sort(DESC, '@UpdatedAt').Limit(2).Values('MTU')", "[9000,1510]")]
    [InlineData("G.At(@5000, '4s').V().Has('@Revision', 1).Values('MTU')", "[1500,10,9000]")]
    [InlineData("G.At(@5000, '4s').V().Sum('MTU')", "12020")]
    [InlineData("G.At(@5000, '4s').V().Values('Metric')", """[{"Rx":5},{"Rx":15}]""")]
    [InlineData("G.At(@5000, '4s').V().Has('Metric.Rx', Gt(5)).Values('MTU')", "[1510]")]
    [InlineData("G.At(@1600).V().Values('Metric.Rx')", "[5]")]
    [InlineData("G.At(@1400).V().Values('Metric.Rx')", "null")]
    [InlineData("G.At(@2600).V().Values('LastUpdateMetric.Rx')", "[10]")]
    [InlineData("G.At(@2400, '100ms').V().Values('Metric.Rx')", "[5]")]
    [InlineData("G.V().Values('Metric')", "null")]
    [InlineData("G.At(@2999).E('ab').InV().Values('Name')", """["a"]""")]
    [InlineData("G.At(@5000).E('ab').InV().Values('Name')", """["b"]""")]
    [InlineData("G.At(@5000, '4s').E().Count()", "2")]
    [InlineData("G.At(@3500, '3s').V('a').Out().Values('Name')", """["b"]""")]
    [InlineData("G.At(@5000).V('a').Out().Values('Name')", "null")]
    [InlineData("G.At(@2500).V('a').ShortestPathTo(Metadata('MTU', 10)).Dedup().Values('Name')", """["a","b"]""")]
    [InlineData("G.At(@3500).V('b').ShortestPathTo(Metadata('Name', 'a'))", "[]")]
    [InlineData("G.At(@1200).At(@4600).V('a').Values('MTU')", "[9000]")]
    [InlineData("G.At(@1200).V().G.V('a').Values('MTU')", "[1500]")]
    [InlineData("G.At(@2500).V('a').SubGraph().V().Values('MTU')", "[1510]")]
    [InlineData("G.At(@5000, '500ms').V().As('x').Out().Select('x').Values('MTU')", "[10,9000]")]
    [InlineData("G.At(@3500).V('a')", null)]
    [InlineData("G.At(@3500).E('ab')", null)]
    public void Each_life_answers_for_its_own_time(string query, string? expected)
    {
        if (expected is null)
            Assert.Throws<QueryException>(() => _graph.Query(Dated(query)));
        else
            Assert.Equal(expected, _graph.Query(Dated(query)).ToJson());
    }

    [Theory]
    [InlineData("G.At(@5000, '4s').V('a').History('MTU')", "1000-2000:1500 2000-3000:1510 4000-:9000")]
    [InlineData("G.V('a').History('MTU')", "1000-2000:1500 2000-3000:1510 4000-:9000")]
    [InlineData("G.At(@2500).V('a').History('MTU')", "1000-2000:1500 2000-:1510")]
    [InlineData("G.At(@4200, '1500ms').V('a').History('MTU')", "2000-3000:1510 4000-:9000")]
    [InlineData("G.At(@5000, '100ms').V('a').History('MTU')", "4000-:9000")]
    [InlineData("G.At(@2500).V('a').SubGraph().V().History('MTU')", "1000-2000:1500 2000-:1510")]
    public void The_history_of_a_key_has_the_gap_between_the_lives(string query, string expected) => Assert.Equal(expected, Spans(query, "a"));

    [Fact]
    public void What_is_erased_is_in_no_time_and_its_id_may_begin_anew()
    {
        var before = _graph.At(At(2500));
        Assert.True(_graph.Erase("a", TestContext.Current.CancellationToken));
        foreach (var query in (string[])["G.V()", "G.At(@2500).V()", "G.At(@5000, '4s').V()", "G.At(@5000).Diff(@1000)"])
            Assert.DoesNotContain("\"a\"", _graph.Query(Dated(query)).ToJson(), StringComparison.Ordinal);
        Assert.Equal(["b"], before.Query("G.V()").Ids());
        Assert.Equal("0", _graph.Query(Dated("G.At(@5000, '4s').E().Count()")).ToJson());
        Write(6000, change => change.AddNode("a", Metadata.Of(("MTU", 1))));
        Assert.Equal("6000-:1", Spans("G.V('a').History('MTU')", "a"));
        Assert.Equal("null", _graph.Query("G.V('a').Values('Metric')").ToJson());
    }

    [Fact]
    public void A_late_deletion_ends_the_life_its_counters_and_its_edge()
    {
        Write(2200, change => change.DeleteNode("a"));
        Assert.Equal("1000-2000:1500 2000-2200:1510 4000-:9000", Spans("G.V('a').History('MTU')", "a"));
        Assert.Equal("null", _graph.Query(Dated("G.At(@2600).V().Values('Metric')")).ToJson());
        Assert.Equal("""[{"Rx":5},{"Rx":5}]""", _graph.Query(Dated("G.At(@5000, '4s').V().Values('Metric')")).ToJson());
        Assert.Equal("0", _graph.Query(Dated("G.At(@2600).E().Count()")).ToJson());
    }

    [Fact]
    public void An_update_undone_leaves_the_value_before_and_the_counters()
    {
        _graph.Write(change => change.Undo(_graph.At(At(2100)).Query("G.V('a')").Nodes[0]));
        Assert.Equal("1000-3000:1500 4000-:9000", Spans("G.V('a').History('MTU')", "a"));
        Assert.Equal("[15]", _graph.Query(Dated("G.At(@2600).V().Values('Metric.Rx')")).ToJson());
    }

    private string Spans(string query, string id)
    {
        using var result = JsonDocument.Parse(_graph.Query(Dated(query)).ToJson());
        return string.Join(' ', result.RootElement.GetProperty(id).EnumerateArray().Select(span =>
        {
            var to = span.GetProperty("To");
            return $"{span.GetProperty("From").GetInt64() - Base}-{(to.ValueKind == JsonValueKind.Null ? "" : to.GetInt64() - Base)}:{span.GetProperty("Value")}";
        }));
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Base + milliseconds);

    private static string Dated(string query) =>
        Regex.Replace(query, "@(\\d+)", match => $"{Base + long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)}");

    private void Write(long milliseconds, Action<Transaction> change) => _graph.Write(transaction =>
    {
        transaction.At = At(milliseconds);
        change(transaction);
    });
}
