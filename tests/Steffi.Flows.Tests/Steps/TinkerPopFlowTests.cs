using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Flows in TinkerPop's dialect: its steps and the package's own go to the flows; what means nothing to them gets maps.</summary>
public class TinkerPopFlowTests
{
    [Theory]
    [InlineData("g.Flows().where(has('UUID', 'f1')).count()", "1", 1)]
    [InlineData("g.Flows().and(has('UUID', 'f1'), has('ICMP.ID', lt(10))).count()", "1", 1)]
    [InlineData("g.Flows().or(has('UUID', 'f1'), has('UUID', within('f2', 'f9'))).count()", "3", 3)]
    [InlineData("g.Flows().has('ICMP').has('ICMP.ID', between(3, 5)).has('NodeTID', 't0').count()", "2", 10)]
    [InlineData("g.Flows().has('UUID', TextP.startingWith('f1')).count()", "11", 100)]
    [InlineData("g.Flows().has('UUID', TextP.regex('9$')).count()", "10", 100)]
    [InlineData("g.Flows().has('ICMP.ID', gt(3).and(lt(6))).count()", "2", 100)]
    [InlineData("g.Flows().has('UUID', eq('f1').or(eq('f2'))).count()", "2", 100)]
    [InlineData("g.Flows().has('Network', TextP.startingWith('10.')).count()", "100", 100)]
    [InlineData("g.Flows().not(has('UUID', 'f1')).count()", "99", 100)]
    [InlineData("g.Flows().as('x').has('ICMP.ID', 4).select('x').select('UUID')", "f4", 100)]
    [InlineData("g.Flows().hasNot('ICMP').count()", "0", 100)]
    public void What_filters_ask_for_is_all_that_is_looked_at(string query, string items, int looked)
    {
        var live = new AskedFlows([.. Enumerable.Range(0, 100).Select(i => Asking.Icmp($"f{i}", i, $"t{i / 10}") with { Network = new FlowLayer("IPV4", "10.0.0.1", "192.168.0.1") })]);
        var result = new Graph().Query(query, options: new QueryOptions { Dialect = GremlinDialect.TinkerPop.With(new FlowSteps(live)) });
        Assert.Equal((items, looked), (string.Join(' ', result.Items), live.Looked));
    }

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
