using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Flows in TinkerPop's dialect: its steps and the package's own go to the flows; what means nothing to them gets maps.</summary>
public class TinkerPopFlowTests
{
    [Theory]
    [InlineData("g.Flows().count()", "2")]
    [InlineData("g.Flows('ICMP.ID', 222).select('UUID')", "f1")]
    [InlineData("g.V().has('Name', 'n1').Flows().select('UUID')", "f2")]
    [InlineData("g.V().Flows().select('Metric').select('ABBytes').sum()", "200")]
    [InlineData("g.Flows().has('ICMP.ID', gt(300)).values('UUID')", "f2")]
    [InlineData("g.Flows().has('ICMP.ID', within(222, 444)).limit(1).count()", "1")]
    [InlineData("g.Flows().has('UUID', 'f2').CaptureNode().values('Name')", "n1")]
    [InlineData("g.V().has('Name', 'n1').Flows().order().by('UUID').select('UUID')", "f2")]
    public void Flows_take_the_steps_behind_them(string query, string items)
    {
        var steps = new FlowSteps(new AskedFlows(Asking.Icmp("f1", 222, "t0"), Asking.Icmp("f2", 444, "t1")));
        var options = new QueryOptions { Dialect = GremlinDialect.TinkerPop.With(steps) };
        var result = Asking.Nodes(("TID", "t0"), ("TID", "t1")).Query(query, options: options);
        Assert.Equal(items, string.Join(' ', result.Items));
    }
}
