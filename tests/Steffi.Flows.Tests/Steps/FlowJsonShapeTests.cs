using System.Text.Json.Nodes;
using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>What goes over the wire: the shapes that Skydive's clients read.</summary>
public class FlowJsonShapeTests
{
    private static readonly Flow[] Two = [FlowStepTests.Web("w1", "10.0.0.1", "10.0.0.2", 40000, 443), Asking.Icmp("f2", 7, "t") with { Start = 1500 }];

    [Fact]
    public void Flows_are_an_array_of_flows() =>
        Asking.SameJson($"[{FlowJson.Text(Two[0])},{FlowJson.Text(Two[1])}]", Two.Ask("G.Flows().Sort('Start')").ToJson());

    [Fact]
    public void No_flows_are_an_empty_array() => Assert.Equal("[]", Two.Ask("G.Flows().Has('UUID', 'x')").ToJson());

    [Fact]
    public void A_group_is_one_object_in_an_array() =>
        Asking.SameJson($$"""[{"tracking":[{{FlowJson.Text(Two[0])}}],"f2":[{{FlowJson.Text(Two[1])}}]}]""", Two.Ask("G.Flows().Sort('Start').Group()").ToJson());

    [Theory]
    [InlineData("G.Flows().Count()", "2")]
    [InlineData("G.Flows().Sum('Metric.ABBytes')", "200")]
    [InlineData("G.Flows().Has('UUID', 'x').Values('UUID')", "null")]
    [InlineData("G.Flows().Has('UUID', 'x').Group()", "[]")]
    [InlineData("G.Flows().Has('UUID', 'x').CaptureNode()", "[]")]
    public void Single_values_and_nothing(string query, string json) => Assert.Equal(json, Two.Ask(query).ToJson());

    [Fact]
    public void A_batch_answers_flows_as_rows_and_maps_as_one()
    {
        var runner = new BatchRunner(new Graph(), Asking.With(Two));
        int Rows(string query) => JsonNode.Parse(runner.Answer(query))!["Result"]!.AsArray().Count;
        Assert.Equal((2, 1, 1, 0), (Rows("G.Flows()"), Rows("G.Flows().Group()"), Rows("G.Flows().Metrics()"), Rows("G.Flows().RawPackets()")));
    }

    [Fact]
    public void Tables_for_people_have_a_line_a_flow_and_a_line_a_metric()
    {
        var flows = ResultTable.Of(Two.Ask("G.Flows().Sort('Start')"));
        Assert.Contains("10.0.0.1:40000", flows.Rows[0]);
        Assert.Equal(2, flows.Rows.Count);
        Assert.Equal(["Of", "Start", "Last", "ABBytes", "ABPackets", "BABytes", "BAPackets"], ResultTable.Of(Two.Ask("G.Flows().Metrics()")).Columns);
    }
}
