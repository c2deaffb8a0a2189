namespace Steffi.Gremlin.Tests;

/// <summary>Steps on the two hosts of <see cref="Graphs.TwoHosts"/>.</summary>
public class StepTests
{
    private static readonly Graph Hosts = Graphs.TwoHosts();

    [Theory]
    [InlineData("G.V()", "h1 ns1 v1 h2 v2")]
    [InlineData("G.E()", "o1 o2 o3 l1")]
    [InlineData("G.V('v1')", "v1")]
    [InlineData("G.V('v1').Out()", "v2")]
    [InlineData("G.V('v1').In()", "ns1")]
    [InlineData("G.V('v1').Both()", "v2 ns1")]
    [InlineData("G.V().Out('Type', 'veth')", "v1 v2 v2")]
    [InlineData("G.V().Out('MTU')", "v1 v2 v2")]
    [InlineData("G.V().Out().Dedup()", "ns1 v1 v2")]
    [InlineData("G.V('v1').OutE()", "l1")]
    [InlineData("G.V('v1').InE()", "o2")]
    [InlineData("G.V('v1').BothE()", "l1 o2")]
    [InlineData("G.V('v1').BothE('RelationType', 'layer2')", "l1")]
    [InlineData("G.V().BothE().Dedup()", "o1 o2 l1 o3")]
    [InlineData("G.E('l1').InV()", "v1")]
    [InlineData("G.E('l1').OutV()", "v2")]
    [InlineData("G.E('l1').BothV()", "v1 v2")]
    [InlineData("G.E().BothV('Type', 'host')", "h1 h2")]
    [InlineData("G.E().Has('Parent', 'h1')", "o1")]
    [InlineData("G.E().Has('Child', Within('v1', 'v2'))", "o2 o3 l1")]
    [InlineData("G.E().Dedup('RelationType')", "o1 l1")]
    [InlineData("G.E().Dedup('Nothing')", "o1 o2 o3 l1")]
    [InlineData("G.V().Has('@ID', 'v1')", "v1")]
    [InlineData("G.V().Has('Metadata.Type', 'host')", "h1 h2")]
    [InlineData("G.V().HasEither('Type', 'host', 'MTU', Gt(2000))", "h1 h2 v2")]
    [InlineData("G.V().HasEither('MTU')", "v1 v2")]
    [InlineData("G.V().HasNot('MTU')", "h1 ns1 h2")]
    [InlineData("G.V().HasKey('@DeletedAt')", "h1 ns1 v1 h2 v2")]
    [InlineData("G.V().Has('', 'x')", "")]
    [InlineData("G.V().Range(1, 3)", "ns1 v1")]
    [InlineData("G.V().Range(3, 1)", "")]
    [InlineData("G.V().Limit(0)", "")]
    [InlineData("G.V().Limit(2).Has('Type', 'veth')", "")]
    [InlineData("G.V().Has('Type', 'veth').Limit(1)", "v1")]
    [InlineData("G.V().As('a').Limit(1)", "h1")]
    [InlineData("G.V().As('a').Out().Select('a').Limit(2)", "h1 ns1")]
    [InlineData("G.V('h1').As('a').G.V('h2').As('b').Select('b', 'a')", "h2 h1")]
    [InlineData("G.V().Limit(1).G.V().Limit(2)", "h1 ns1")]
    [InlineData("G.V('h1').Descendants()", "h1 ns1")]
    [InlineData("G.V('h1').Descendants(0)", "h1 ns1 v1")]
    [InlineData("G.V('h1', ).Descendants('RelationType', Ne('x'), 9)", "h1 ns1 v1 v2")]
    [InlineData("G.V('v1').Ascendants(1)", "v1 ns1")]
    [InlineData("G.V('v1').Ascendants(0)", "v1 ns1 h1")]
    [InlineData("G.V('v1').Neighbors()", "v1 ns1")]
    [InlineData("G.V('v1').Neighbors(0)", "v1")]
    [InlineData("G.V('v1').Neighbors('RelationType', 'layer2', 'RelationType', 'ownership', 2)", "v1 v2 ns1 h2 h1")]
    [InlineData("G.V().Descendants(0)", "h1 ns1 v1 h2 v2")]
    [InlineData("G.V('h1').ShortestPathTo(Metadata('Name', 'h2')).Dedup()", "h1 ns1 v1 v2 h2")]
    [InlineData("G.V('h1').ShortestPathTo(Metadata('Name', 'h1')).Dedup()", "h1")]
    [InlineData("G.V('h1').ShortestPathTo(Metadata('Name', 'h2'), Metadata('RelationType', 'ownership')).Dedup()", "")]
    [InlineData("G.V('h1').ShortestPathTo(Metadata('Name', Regex('h2'))).Dedup()", "")]
    [InlineData("G.V().Has('Type', 'veth').SubGraph().E()", "l1")]
    [InlineData("G.V().SubGraph('RelationType', 'layer2').E()", "l1")]
    [InlineData("G.V().Has('Type', 'veth').SubGraph().V().Both()", "v2 v1")]
    [InlineData("G.E('o2').SubGraph().V()", "ns1 v1")]
    [InlineData("G.E('l1').SubGraph().V('v1').Ascendants(0)", "v1")]
    [InlineData("G.V('h1').ShortestPathTo(Metadata('Name', 'v1')).SubGraph().E()", "o1 o2")]
    [InlineData("G.V().Has('Type', 'veth').SubGraph().V().ShortestPathTo(Metadata('Name', 'h2')).Dedup()", "")]
    [InlineData("G.V().Has('Type', 'veth').SubGraph().V().SubGraph().E()", "l1")]
    [InlineData("G.V().Sort()", "h1 ns1 v1 h2 v2")]
    [InlineData("G.V().Sort('MTU')", "h1 ns1 h2 v1 v2")]
    [InlineData("G.V().Sort(DESC, 'MTU')", "v2 v1 h1 ns1 h2")]
    [InlineData("G.V().Sort('Type')", "h1 h2 ns1 v1 v2")]
    public void Gives_these_elements_in_this_order(string query, string expected) =>
        Assert.Equal(expected, string.Join(" ", Hosts.Query(query).Ids()));

    [Theory]
    [InlineData("G.V().Count()", "5")]
    [InlineData("G.E().Count()", "4")]
    [InlineData("G.V().Out().Count()", "4")]
    [InlineData("G.V().Out().Dedup().Count()", "3")]
    [InlineData("G.V().Out().Range(1, 3).Count()", "2")]
    [InlineData("G.V().Range(3, 100).Count()", "2")]
    [InlineData("G.V().Limit(2).Count()", "2")]
    [InlineData("G.V().Sort('Name').Limit(3).Count()", "3")]
    [InlineData("G.V('h1').SubGraph().V().Count()", "1")]
    [InlineData("G.V('h1').SubGraph().E().Count()", "0")]
    [InlineData("G.V().Sum('MTU')", "10500")]
    [InlineData("G.V().Sum('Nothing')", "0")]
    [InlineData("G.V().Values('MTU')", "[1500,9000]")]
    [InlineData("G.V().Values('Nothing')", "null")]
    [InlineData("G.V().Values('Type').Dedup()", "[\"host\",\"netns\",\"veth\"]")]
    [InlineData("G.V().Values('Type').Dedup().Limit(2)", "[\"host\",\"netns\"]")]
    [InlineData("G.V().Values('Type').Has('a', 1)", "null")]
    [InlineData("G.V().Count().Has('a', 1)", "null")]
    [InlineData("G.V().ValueMap('MTU', 'Nothing')", "[{\"MTU\":1500},{\"MTU\":9000}]")]
    [InlineData("G.V().ValueMap('MTU', 'Name').Has('MTU', Gt(2000))", "[{\"MTU\":9000,\"Name\":\"v2\"}]")]
    [InlineData("G.V().ValueMap('MTU', 'Name').Has('MTU')", "[{\"MTU\":1500,\"Name\":\"v1\"},{\"MTU\":9000,\"Name\":\"v2\"}]")]
    [InlineData("G.V().ValueMap('MTU').Has('MTU').Range(1, 2)", "[{\"MTU\":9000}]")]
    [InlineData("G.V('h1').ShortestPathTo(Metadata('Name', 'nobody'))", "[]")]
    [InlineData("G.V().Limit(0)", "[]")]
    [InlineData("G.V('h1').SubGraph().V().Values('@Host')", "[\"lab\"]")]
    [InlineData("G.V().Limit(0).Keys()", "null")]
    public void Gives_this_answer(string query, string expected) => Assert.Equal(expected, Hosts.Query(query).ToJson());

    [Fact]
    public void Keys_are_attributes_and_dotted_paths_through_maps_and_lists()
    {
        using var graph = Fixtures.OfNodes(
            Metadata.Of(("A", 1), ("M", Metadata.Of(("x", 1), ("y", Metadata.Of(("z", 2)))))),
            Metadata.Of(("L", MetadataValue.List([Metadata.Of(("MAC", "m"))]))));
        Assert.Equal(
            ["@CreatedAt", "@DeletedAt", "@Host", "@ID", "@Origin", "@Revision", "@UpdatedAt", "A", "L", "L.MAC", "M", "M.x", "M.y", "M.y.z"],
            graph.Query("G.V().Keys()").Values.Select(key => key.AsString()));
    }

    [Fact]
    public void Has_reaches_into_maps_and_lists_of_maps()
    {
        using var graph = Fixtures.OfNodes(
            Metadata.Of(("M", Metadata.Of(("x", 1)))),
            Metadata.Of(("Neighbors", MetadataValue.List([Metadata.Of(("MAC", "a")), Metadata.Of(("MAC", "b"))]))));
        Assert.Equal(["n0"], graph.Query("G.V().Has('M.x', 1)").Ids());
        Assert.Equal(["n1"], graph.Query("G.V().Has('Neighbors.MAC', 'b')").Ids());
        Assert.Equal(["n1"], graph.Query("G.V().HasKey('Neighbors.MAC')").Ids());
        Assert.Equal("[{\"M.x\":1}]", graph.Query("G.V().ValueMap('M.x').Has('M.x', 1)").ToJson());
    }

    [Fact]
    public void Dedup_by_keys_leaves_out_missing_ones_and_keeps_all_that_have_none()
    {
        // Fixture B of the reference.
        using var graph = Fixtures.OfNodes(
            Metadata.Of(("Name", "aaa"), ("Type", "intf"), ("Value", "v1")), Metadata.Of(("Name", "bbb"), ("Type", "intf"), ("Value", "v1")),
            Metadata.Of(("Name", "aaa"), ("Type", "veth")), Metadata.Of(("Name", "aaa"), ("Type", "intf")));
        Assert.Equal(2, graph.Query("G.V().Dedup('Name')").Count);
        Assert.Equal(3, graph.Query("G.V().Dedup('Name', 'Type')").Count);
        Assert.Equal(3, graph.Query("G.V().Dedup('Value')").Count);
        Assert.Equal(3, graph.Query("G.V().Dedup('Misc', 'Value')").Count);
        Assert.Equal(["n0"], graph.Query("G.V().Dedup('Name').Limit(1)").Ids());
    }

    [Fact]
    public void Unbounded_descendants_end_on_cycles()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("Name", "a")), Metadata.Of(("Name", "b")));
        graph.Write(change =>
        {
            Graphs.Own(change, "e1", "n0", "n1");
            Graphs.Own(change, "e2", "n1", "n0");
            Graphs.Own(change, "e3", "n0", "n0");
        });
        Assert.Equal(["n0", "n1"], graph.Query("G.V('n0').Descendants(0)").Ids());
        Assert.Equal(["n0", "n1"], graph.Query("G.V('n0').Ascendants(0)").Ids());
        Assert.Equal(["n1", "n0", "n1"], graph.Query("G.V('n0').Both()").Ids());
        Assert.Equal(["e1", "e3", "e2"], graph.Query("G.V('n0').BothE()").Ids());
    }

    [Fact]
    public void Sum_cuts_fractions_and_refuses_to_overflow()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("A", 1.9), ("B", long.MaxValue)), Metadata.Of(("A", "2"), ("B", 1)), Metadata.Of(("A", true)));
        Assert.Equal(4, graph.Query("G.V().Sum('A')").Value.AsInt());
        Assert.Contains("beyond 64 bits", Assert.Throws<QueryException>(() => graph.Query("G.V().Sum('B')")).Reason, StringComparison.Ordinal);
    }
}
