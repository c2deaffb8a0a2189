using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>What each step after Flows gives.</summary>
public class FlowStepTests
{
    private static readonly Flow[] Some =
    [
        Web("w1", "10.0.0.1", "10.0.0.2", 40000, 443, start: 1000, last: 5000, bytes: 700) with { Details = Metadata.Of(("TLS", Metadata.Of(("SNI", "a.example")))) },
        Web("w2", "10.0.0.3", "10.0.0.1", 40001, 80, start: 2000, last: 4000, bytes: 300),
        Web("w3", "10.0.0.3", "10.0.0.4", 443, 40002, start: 3000, last: 3500, bytes: 500),
    ];

    [Theory]
    [InlineData("G.Flows()", "w1 w2 w3")]
    [InlineData("G.Flows('Network', '10.0.0.1')", "w1 w2")]
    [InlineData("G.flows('Network.A', '10.0.0.1')", "w1")]
    [InlineData("G.Flows().Has('Transport', 443)", "w1 w3")]
    [InlineData("G.Flows().Has('Transport.B', 443)", "w1")]
    [InlineData("G.Flows().Has('Transport', Within(80, 443), 'Network', '10.0.0.4')", "w3")]
    [InlineData("G.Flows().Has('Link', '02:00:00:00:00:01')", "w1 w2 w3")]
    [InlineData("G.Flows().Has('Network', IPV4Range('10.0.0.2/32'))", "w1")]
    [InlineData("G.Flows().Has('Transport', Gt(40001))", "w3")]
    [InlineData("G.Flows().Has('Metric.ABBytes', Gte(500))", "w1 w3")]
    [InlineData("G.Flows().Has('TLS.SNI', Regex('.*example'))", "w1")]
    [InlineData("G.Flows().Has('TLS.SNI', Ne('x'))", "w1")]
    [InlineData("G.Flows().Has('TLS.SNI', Nee('x'))", "w1 w2 w3")]
    [InlineData("G.Flows().Has('LayersPath', Regex('.*TCP'), 'Application', 'TCP')", "w1 w2 w3")]
    [InlineData("G.Flows().HasEither('UUID', 'w1', 'Metric.ABBytes', 300)", "w1 w2")]
    [InlineData("G.Flows().Has('UUID', 'w9')", "")]
    [InlineData("G.Flows().HasKey('TLS')", "w1")]
    [InlineData("G.Flows().HasNot('TLS.SNI').Has('Transport', 443)", "w3")]
    [InlineData("G.Flows().Has('ParentUUID', '')", "w1 w2 w3")]
    [InlineData("G.Flows().Has('NodeTID', Within('', 'x'), 'UUID', 'w2')", "w2")]
    [InlineData("G.Flows().HasEither('CaptureID', '', 'UUID', 'w2')", "w1 w2 w3")]
    [InlineData("G.Flows().Has('CaptureID', Within('x'))", "")]
    [InlineData("G.Flows().Has('FinishType', 'NOT_FINISHED').Count()", "3")]
    [InlineData("G.Flows().Sort()", "w3 w2 w1")]
    [InlineData("G.Flows().Sort('Metric.ABBytes')", "w2 w3 w1")]
    [InlineData("G.Flows().Sort(DESC, 'Start')", "w3 w2 w1")]
    [InlineData("G.Flows().Sort(ASC, 'TLS.SNI')", "w2 w3 w1")]
    [InlineData("G.Flows().Sort(DESC, 'Last').Limit(2)", "w1 w2")]
    [InlineData("G.Flows().Limit(2).Sort(DESC, 'Start')", "w2 w1")]
    [InlineData("G.Flows().Range(1, 3)", "w2 w3")]
    [InlineData("G.Flows().Range(3, 1)", "")]
    [InlineData("G.Flows().Limit(2).Has('Transport', 443)", "w1")]
    [InlineData("G.Flows().Dedup('Network.A')", "w1 w2")]
    [InlineData("G.Flows().Dedup('Network.A').Has('Metric.ABBytes', 500)", "w3")]
    [InlineData("G.Flows().Dedup('TLS.SNI')", "w1 w2 w3")]
    [InlineData("G.Flows().Dedup('Network.A', 'Transport.B')", "w1 w2 w3")]
    [InlineData("G.Flows().Dedup()", "w1")]
    [InlineData("G.Flows().Count()", "3")]
    [InlineData("G.Flows().Sum('Metric.ABBytes')", "1500")]
    [InlineData("G.Flows().Sum('LastUpdateMetric.ABBytes')", "0")]
    [InlineData("G.Flows().Values('Network.A')", "10.0.0.1 10.0.0.3 10.0.0.3")]
    [InlineData("G.Flows().Values('NodeTID')", "  ")]
    public void Step_gives(string query, string rows) => Assert.Equal(rows, Text(Some.Ask(query)));

    [Theory]
    [InlineData("G.Flows().Has('DNS.questions.name', 'a')", "1")]
    [InlineData("G.Flows().Has('DNS.questions.name', 'c')", "1")]
    [InlineData("G.Flows().Has('DNS.questions.name', 'd')", "0")]
    [InlineData("G.Flows().Has('DNS.response_code', Regex('Non.*'))", "1")]
    [InlineData("G.Flows().Has('DNS.Further.questions.name', 'b')", "1")]
    [InlineData("G.Flows().Has('DNS.Further.questions.name', 'a')", "0")]
    [InlineData("G.Flows().HasEither('UUID', 'none', 'DNS.questions.name', 'b')", "1")]
    public void A_field_of_a_dissector_means_any_exchange(string query, string count)
    {
        static Metadata Exchange(string name, string code) => Metadata.Of(("questions", new MetadataValue[] { Metadata.Of(("name", name)) }), ("response_code", code));
        var fields = new FlowFields();
        foreach (var (number, name) in new[] { "a", "b", "c" }.Index())
            fields.SetExchange("DNS", number, Exchange(name, number == 2 ? "Non-Existent Domain" : "No Error"));
        Assert.Equal(count, Text(new[] { Asking.Flow("f") with { Details = fields.Fields } }.Ask(query + ".Count()")));
    }

    [Fact]
    public void Values_of_a_layer_are_maps() =>
        Asking.SameJson("""[{"Protocol":"TCP","A":40000,"B":443,"ID":0}]""", Some.Ask("G.Flows().Limit(1).Values('Transport')").ToJson());

    [Fact]
    public void Keys_are_those_that_may_be_asked_for()
    {
        var keys = Some.Ask("G.Flows().Keys()").Values.Select(key => key.AsString()).ToArray();
        Assert.Superset(new HashSet<string> { "UUID", "TrackingID", "Network.A", "Transport.Protocol", "Metric.ABBytes", "TLS.SNI", "TLS" }, keys.ToHashSet());
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Flows_of_nodes_are_those_captured_on_them()
    {
        var graph = Asking.Nodes(("TID", "t0"), ("TID", "t1"), ("MAC", "x"));
        graph.Write(change => change.AddNode("host", Metadata.Of(("TID", "t2"), ("Type", "host"))));
        Flow[] flows = [Asking.Icmp("f0", 1, "t0"), Asking.Icmp("f1", 2, "t1"), Asking.Icmp("f2", 3, "t2"), Asking.Icmp("f3", 4)];

        Assert.Equal("f0 f1", Text(flows.Ask("G.V().Flows()", graph)));
        Assert.Equal("f1", Text(flows.Ask("G.V().Has('Name', 'n1').Flows()", graph)));
        Assert.Equal("f1", Text(flows.Ask("G.V().Flows('ICMP.ID', 2)", graph)));
        graph.Write(change => change.AddEdge("n0", "n1", Metadata.Of(("RelationType", "layer2"))));
        Assert.Equal("f0 f1", Text(flows.Ask("G.V('n0').ShortestPathTo(Metadata('Name', 'n1')).Flows()", graph)));
        Assert.Equal("f1", Text(flows.Ask("G.V('n1').ShortestPathTo(Metadata('Name', 'n1')).Flows()", graph)));
        Assert.Equal("", Text(flows.Ask("G.V('host').Flows()", graph)));
        Assert.Equal("", Text(flows.Ask("G.V('n2').Flows()", graph)));
    }

    [Fact]
    public void Nodes_of_a_flow_are_the_path_it_took()
    {
        var graph = new Graph();
        graph.Write(change =>
        {
            change.AddNode("far", Metadata.Of(("MAC", "02:00:00:00:00:0b"), ("TID", "tb")));
            change.AddNode("peer", Metadata.Of(("MAC", "02:00:00:00:00:01"), ("PeerIntfMAC", "02:00:00:00:00:0a"), ("TID", "tp")));
            change.AddNode("near", Metadata.Of(("MAC", "02:00:00:00:00:0a"), ("TID", "ta")));
        });
        Flow[] flows =
        [
            Asking.Link("f1", "02:00:00:00:00:0a", "02:00:00:00:00:0b") with { TrackingID = "x", NodeTID = "tp", Start = 1 },
            Asking.Link("f2", "02:00:00:00:00:0a", "02:00:00:00:00:0b") with { TrackingID = "x", NodeTID = "tb", Start = 2 },
            Asking.Link("f3", "02:00:00:00:00:0c", "02:00:00:00:00:0b") with { TrackingID = "y", NodeTID = "tb", Start = 3 },
        ];

        Assert.Equal(["near", "peer", "far", "near", "far"], flows.Ask("G.Flows().Has('TrackingID', 'x').Nodes()", graph).Ids());
        Assert.Equal(["near", "peer", "far"], flows.Ask("G.Flows().Has('TrackingID', 'x').Nodes().Dedup()", graph).Ids());
        graph.CreateIndex("MAC");
        graph.CreateIndex("TID");
        Assert.Equal(["near", "peer", "far"], flows.Ask("G.Flows().Has('TrackingID', 'x').Nodes().Dedup()", graph).Ids());
        Assert.Equal(["far", "far", "far"], flows.Ask("G.Flows().Nodes('TID', 'tb')", graph).Ids());
    }

    [Fact]
    public void Nodes_stay_within_a_subgraph()
    {
        var graph = Asking.Nodes(("TID", "t0"), ("TID", "t1"));
        graph.CreateIndex("TID");
        Flow[] flows = [Asking.Icmp("f0", 1, "t0"), Asking.Icmp("f1", 2, "t1")];
        Assert.Equal(["n1"], flows.Ask("G.V().Has('Name', 'n1').SubGraph().Flows().CaptureNode()", graph).Ids());
    }

    [Theory]
    [InlineData("G.Flows().Has('TrackingID', 'f77')", 1)]
    [InlineData("G.Flows().Has('UUID', Within('f1', 'f2'))", 2)]
    [InlineData("G.Flows().Dedup().Sort('Last').Has('UUID', 'f3')", 1)]
    [InlineData("G.Flows().Has('Network', '10.0.0.5')", 10)]
    [InlineData("G.Flows().Has('Network.B', '10.1.0.5').Has('UUID', 'f15')", 1)]
    [InlineData("G.Flows().Has('Transport', 1500)", 1)]
    [InlineData("G.Flows().Has('NodeTID', 't3')", 20)]
    [InlineData("G.Flows().Has('Application', 'DNS')", 2)]
    [InlineData("G.Flows().HasEither('UUID', 'f1', 'Application', 'DNS')", 3)]
    [InlineData("G.V().Has('Name', 'n0').Flows()", 20)]
    [InlineData("G.Flows().Has('CaptureID', 'none')", 0)]
    public void Only_flows_that_may_be_meant_are_looked_at(string query, int looked)
    {
        var live = new AskedFlows([.. Enumerable.Range(0, 1000).Select(i => Web($"f{i}", $"10.0.{i / 100}.{i % 10}", "10.1.0.5", 1000 + i, 53) with
        {
            TrackingID = $"f{i}",
            Network = new FlowLayer("IPV4", $"10.0.{i / 100}.{i / 10 % 10}", i == 15 ? "10.1.0.5" : "10.2.0.1"),
            NodeTID = $"t{i / 20}",
            Application = i is 5 or 6 ? "DNS" : "TCP",
        })]);
        Asking.Nodes(("TID", "t3")).Query(query, options: Asking.With(live));
        Assert.Equal(looked, live.Looked);
    }

    [Theory]
    [InlineData("G.Flows()", "Flows[]")]
    [InlineData("G.Flows().Has('TrackingID', 'x')", "Flows[] seek [TrackingID]\nHas[TrackingID x]")]
    [InlineData("G.flows('Network', '10.0.0.1').Count()", "flows[Network 10.0.0.1] seek [Network]\nCount[]")]
    [InlineData("G.Flows().Sort().Has('Application', 'DNS', 'Transport.B', 53)", "Flows[] seek [Transport, Application]\nSort[]\nHas[Application DNS Transport.B 53]")]
    [InlineData("G.Flows().HasEither('UUID', 'x', 'Link', 'y')", "Flows[] seek [UUID or Link]\nHasEither[UUID x Link y]")]
    [InlineData("G.Flows().HasEither('UUID', 'x', 'Metric.ABBytes', 1)", "Flows[]\nHasEither[UUID x Metric.ABBytes 1]")]
    [InlineData("G.Flows().Limit(1).Has('UUID', 'x')", "Flows[]\nLimit[1]\nHas[UUID x]")]
    [InlineData("G.Flows().Has('ParentUUID', '', 'NodeTID', 'x')", "Flows[] seek [NodeTID]\nHas[ParentUUID  NodeTID x]")]
    [InlineData("G.V('n1').Flows().Has('NodeTID', Ne('x'))", "V 'n1'\nFlows[] seek [NodeTID]\nHas[NodeTID Ne(x)]")]
    [InlineData("G.At('-1m').Flows().Has('LayersPath', Regex('.*TCP')).Has('NodeTID', Within('a', 'b'))", null)]
    public void Explain_shows_by_what_flows_are_looked_up(string query, string? plan)
    {
        string explained = GremlinQuery.Parse(query, Asking.With().Dialect).Explain();
        if (plan is null)
            Assert.Contains("Flows[] seek [NodeTID]", explained);
        else
            Assert.Equal(plan, explained);
    }

    [Fact]
    public void A_hundred_thousand_flows_are_grouped_sorted_and_deduplicated_at_once()
    {
        var flows = Enumerable.Range(0, 100_000).Select(i => Asking.Icmp($"f{i}", i % 1000) with { TrackingID = $"t{i % 50_000}", Last = i * 7919 % 100_000 }).ToArray();
        var options = Asking.With(flows);
        var graph = new Graph();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(50_000, graph.Query("G.Flows().Dedup().Count()", options: options).Value);
        Assert.Equal(1000, graph.Query("G.Flows().Dedup('ICMP.ID').Count()", options: options).Value);
        Assert.Equal(50_000, graph.Query("G.Flows().Group().MoreThan(1).Count()", options: options).Value);
        Assert.Equal(10, graph.Query("G.Flows().Sort(DESC, 'Last').Limit(10)", options: options).Count);
        // A second alone on the machine; minutes if anything were quadratic.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(40), $"It took {watch.Elapsed}.");
    }

    internal static Flow Web(string uuid, string a, string b, int portA, int portB, long start = 1000, long last = 2000, long bytes = 100) => Asking.Flow(uuid, start, last) with
    {
        TrackingID = "tracking",
        LayersPath = "Ethernet/IPv4/TCP",
        Application = "TCP",
        Link = new FlowLayer("ETHERNET", "02:00:00:00:00:01", "02:00:00:00:00:02"),
        Network = new FlowLayer("IPV4", a, b),
        Transport = new FlowTransport("TCP", portA, portB),
        Metric = new FlowMetric(1, bytes, 0, 0, start, last),
    };

    private static string Text(QueryResult result) => result.Kind == ResultKind.Custom
        ? string.Join(' ', result.UUIDs())
        : string.Join(' ', result.Values.Select(value => value.ToString()));
}
