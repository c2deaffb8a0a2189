namespace Steffi.Gremlin.Tests;

/// <summary>The reference's NextHop cases, and what the original leaves out.</summary>
public class NextHopTests
{
    private static readonly MetadataValue Neighbor =
        MetadataValue.List([Metadata.Of(("IP", "10.16.0.2"), ("MAC", "fa:16:3e:c1:e8:d1")), Metadata.Of(("IP", "10.16.0.9"), ("MAC", "x"))]);

    [Fact]
    public void The_gateway_comes_with_its_MAC_address()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("RoutingTables", Table(Route("192.168.0.0/24", "10.16.0.2", 2))), ("Neighbors", Neighbor)));
        Assert.Equal(
            """[{"n0":{"IP":"10.16.0.2","IfIndex":2,"MAC":"fa:16:3e:c1:e8:d1"}}]""",
            Sorted(graph.Query("g.v().NextHop('192.168.0.5')")));
    }

    [Fact]
    public void The_default_route_serves_the_rest()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("RoutingTables", Table(Route("0.0.0.0/0", "10.16.0.12", 1)))));
        Assert.Equal("10.16.0.12", Hop(graph, "8.8.8.8")["IP"].AsString());
    }

    [Fact]
    public void The_longest_prefix_wins_in_whatever_order_routes_stand()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("RoutingTables", Table(
            Route("0.0.0.0/0", "10.16.0.12", 1), Route("10.0.0.0/8", "10.16.0.13", 1), Route("10.16.0.0/24", "192.64.0.1", 1)))));
        Assert.Equal("192.64.0.1", Hop(graph, "10.16.0.3")["IP"].AsString());
        Assert.Equal("10.16.0.13", Hop(graph, "10.17.0.3")["IP"].AsString());
    }

    [Fact]
    public void A_route_without_gateway_gives_its_interface()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("RoutingTables", Table(Route("10.60.0.0/24", null, 5)))));
        Assert.Equal((5, ""), (Hop(graph, "10.60.0.5")["IfIndex"].AsInt(), Hop(graph, "10.60.0.5")["IP"].AsString()));
    }

    [Fact]
    public void Every_node_answers_for_itself_and_a_route_of_the_other_family_does_not()
    {
        using var graph = Fixtures.OfNodes(
            Metadata.Of(("RoutingTables", Table(Route("0.0.0.0/0", "10.0.0.1", 1)))),
            Metadata.Of(("RoutingTables", Table(Route("::/0", "fe80::1", 2)))),
            Metadata.Of(("RoutingTables", Table(Route("10.0.0.0/8", "10.0.0.2", 3)))),
            Metadata.Of(("Name", "without routes"), ("RoutingTables", "no table")));
        Assert.Equal(["n0", "n2"], graph.Query("G.V().NextHop('10.1.1.1')").Values.Single().AsMap().Select(pair => pair.Key));
        Assert.Equal(["n1"], graph.Query("G.V().NextHop('2001::1')").Values.Single().AsMap().Select(pair => pair.Key));
    }

    [Fact]
    public void Without_an_answer_the_list_is_empty()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("Name", "x")));
        Assert.Equal("[]", graph.Query("G.V().NextHop('10.1.1.1')").ToJson());
    }

    private static Metadata Hop(Graph graph, string address) =>
        graph.Query("G.V().NextHop($address)", new QueryParameters { ["address"] = address }).Values.Single().AsMap()["n0"].AsMap();

    private static MetadataValue Table(params Metadata[] routes) =>
        MetadataValue.List([Metadata.Of(("ID", 255), ("Routes", MetadataValue.List(routes.Select(route => (MetadataValue)route))))]);

    private static Metadata Route(string prefix, string? gateway, int index)
    {
        var hop = gateway is null ? Metadata.Of(("IfIndex", index)) : Metadata.Of(("IP", gateway), ("IfIndex", index));
        return Metadata.Of(("Prefix", prefix), ("NextHops", MetadataValue.List([hop])));
    }

    private static string Sorted(QueryResult result) => result.ToJson();
}
