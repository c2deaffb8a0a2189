namespace Steffi.Flows.Tests;

/// <summary>The reference's table "Flow steps": flows and nodes, a query, the number of values.</summary>
public class FlowStepReferenceTests
{
    private static readonly Flow[] TwoIds = [Asking.Icmp("f1", 222, "node1"), Asking.Icmp("f2", 444, "node1")];
    private static readonly Flow[] OneId = [Asking.Icmp("f1", 222), Asking.Icmp("f2", 222)];
    private static readonly Flow[] Captured = [Asking.Flow("f1") with { NodeTID = "123" }, Asking.Flow("f2") with { NodeTID = "456" }];

    private static readonly Flow[] Tracked =
    [
        Tracking("f1", "Tracking123", "Capture1"), Tracking("f2", "Tracking123", "Capture2"), Tracking("f3", "Tracking456", "Capture1b"), Tracking("f4", "Tracking789", "Capture2b"),
    ];

    [Theory]
    [InlineData("G.Flows()", 2)]
    [InlineData("G.Flows().Limit(1)", 1)]
    [InlineData("G.Flows().Has(\"ICMP.ID\", 222)", 1)]
    [InlineData("G.Flows().Has(\"ICMP.ID\", NE(555))", 2)]
    [InlineData("G.Flows().Has(\"ICMP.ID\", NE(555)).Limit(1)", 1)]
    [InlineData("G.Flows().HasEither(\"ICMP.ID\", 222, \"ICMP.ID\", 444)", 2)]
    [InlineData("G.Flows().Has(\"NodeTID\", \"node1\")", 2)]
    [InlineData("G.Flows().Has(\"NodeTID\", \"node1\").Has(\"ICMP.ID\", 222)", 1)]
    [InlineData("G.Flows().HasEither(\"NodeTID\", \"node1\", \"ICMP.ID\", 444).Has(\"ICMP.ID\", 222)", 1)]
    public void Flows_with_two_ids(string query, int values) => Assert.Equal(values, TwoIds.Ask(query).Count);

    [Theory]
    [InlineData("G.Flows().Dedup(\"ICMP.ID\")", 1)]
    [InlineData("G.Flows().Dedup(\"UUID\").Limit(1)", 1)]
    [InlineData("G.Flows().Dedup(\"UUID\")", 2)]
    public void Flows_with_one_id(string query, int values) => Assert.Equal(values, OneId.Ask(query).Count);

    [Theory]
    [InlineData("G.Flows().CaptureNode()", 2)]
    [InlineData("G.Flows().CaptureNode().Limit(1)", 1)]
    [InlineData("G.Flows().Node()", 2)]
    [InlineData("G.Flows().Hops('Name', 'n1')", 1)]
    [InlineData("G.Flows().Has('NodeTID', \"456\")", 1)]
    public void Captured_nodes(string query, int values) =>
        Assert.Equal(values, Captured.Ask(query, Asking.Nodes(("TID", "123"), ("TID", "456"), ("TID", "789"))).Count);

    [Theory]
    [InlineData("G.Flows().In()", "n0 n1 n0")]
    [InlineData("G.Flows().In().Limit(1)", "n0")]
    [InlineData("G.Flows().In('Name', 'n1')", "n1")]
    public void Senders(string query, string nodes) => Assert.Equal(nodes, string.Join(' ',
        new[] { Asking.Link("f1", "123"), Asking.Link("f2", "456"), Asking.Link("f3", "123") }
            .Ask(query, Asking.Nodes(("MAC", "123"), ("MAC", "456"), ("MAC", "789"))).Ids()));

    [Theory]
    [InlineData("G.Flows().Out()", "n0 n1 n0")]
    [InlineData("G.Flows().Out().Limit(1)", "n0")]
    public void Receivers(string query, string nodes) => Assert.Equal(nodes, string.Join(' ',
        new[] { Asking.Link("f1", b: "123"), Asking.Link("f2", b: "456"), Asking.Link("f3", b: "123") }.Ask(query, Peers()).Ids()));

    [Theory]
    [InlineData("G.Flows().Both()", "n0 n1 n0")]
    [InlineData("G.Flows().Both().Limit(1)", "n0")]
    public void Either_end(string query, string nodes) => Assert.Equal(nodes, string.Join(' ',
        new[] { Asking.Link("f1", "123"), Asking.Link("f2", b: "456"), Asking.Link("f3", b: "123") }.Ask(query, Peers()).Ids()));

    [Fact]
    public void Groups()
    {
        Assert.Equal(1, Tracked.Ask("G.Flows().Has(\"NodeTID\", \"Capture1\")").Count);
        Assert.Equal("Tracking123:2 Tracking456:1 Tracking789:1", Shape("G.Flows().Group()"));
        Assert.Equal("Tracking123:2", Shape("G.Flows().Group().MoreThan(1)"));
        Assert.Equal("Tracking123:2", Shape("G.Flows().Group().MoreThan()"));
        Assert.Equal("", Shape("G.Flows().Group().MoreThan(2)"));
        Assert.Equal("Capture1:1 Capture2:1 Capture1b:1 Capture2b:1", Shape("G.Flows().Group('NodeTID')"));
        Assert.Equal(1, Tracked.Ask("G.Flows().Group()").Count);
        Assert.Equal(3, Tracked.Ask("G.Flows().Group().Count()").Value);
    }

    private static string Shape(string query)
    {
        using var json = System.Text.Json.JsonDocument.Parse(Tracked.Ask(query).ToJson());
        return json.RootElement.GetArrayLength() == 0
            ? ""
            : string.Join(' ', json.RootElement[0].EnumerateObject().Select(group => $"{group.Name}:{group.Value.GetArrayLength()}"));
    }

    private static Graph Peers() => Asking.Nodes(("MAC", "123"), ("PeerIntfMAC", "456"), ("MAC", "789"));

    private static Flow Tracking(string uuid, string tracking, string node) => Asking.Flow(uuid) with { TrackingID = tracking, NodeTID = node };
}
