using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Flows in TinkerPop's dialect: maps on which its own steps work.</summary>
public class TinkerPopFlowTests
{
    [Theory]
    [InlineData("g.Flows().count()", "2")]
    [InlineData("g.Flows('ICMP.ID', 222).select('UUID')", "f1")]
    [InlineData("g.V().has('Name', 'n1').Flows().select('UUID')", "f2")]
    [InlineData("g.V().Flows().select('Metric').select('ABBytes').sum()", "200")]
    public void Flows_are_maps(string query, string items)
    {
        var steps = new FlowSteps(new AskedFlows(Asking.Icmp("f1", 222, "t0"), Asking.Icmp("f2", 444, "t1")));
        var options = new QueryOptions { Dialect = GremlinDialect.TinkerPop.With(steps.ForTinkerPop) };
        var result = Asking.Nodes(("TID", "t0"), ("TID", "t1")).Query(query, options: options);
        Assert.Equal(items, string.Join(' ', result.Items));
    }
}
