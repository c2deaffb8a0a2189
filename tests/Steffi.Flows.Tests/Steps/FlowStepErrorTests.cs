using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Errors in Skydive's words, with their place.</summary>
public class FlowStepErrorTests
{
    private static readonly Flow[] One = [Asking.Icmp("f1", 222, "node1")];

    [Theory]
    [InlineData("G.Flows().BPF()", "BPF requires 1 parameter", 11)]
    [InlineData("G.Flows().BPF(1)", "BPF parameter has to be a string", 11)]
    [InlineData("G.V().Metrics('x')", "Metric field unknown : [x]", 7)]
    [InlineData("G.V().Metrics(1)", "Metric field unknown : [1]", 7)]
    [InlineData("G.V().Metrics('SFlow', 'Ovs')", "Metric field unknown : [SFlow Ovs]", 7)]
    [InlineData("G.V().Metrics().Aggregates(0)", "Aggregates parameter has to be a positive number", 17)]
    [InlineData("G.V().Metrics().Aggregates('1')", "Aggregates parameter has to be a positive number", 17)]
    [InlineData("G.V().Metrics().Aggregates(-1)", "Aggregates parameter has to be a positive number", 17)]
    [InlineData("G.Flows().Sort(1)", "Sort parameter has to be a string key : 1", 11)]
    [InlineData("G.Flows().Dedup(1)", "Dedup parameters have to be string keys : [1]", 11)]
    [InlineData("G.Flows().Values()", "Values requires 1 parameter : []", 11)]
    [InlineData("G.Flows().Group().MoreThan('x')", "MoreThan accepts one parameter, an integer : [x]", 19)]
    public void Parser_refuses(string query, string reason, int column)
    {
        var error = Assert.Throws<QuerySyntaxException>(() => One.Ask(query));
        Assert.Equal((reason, 1, column), (error.Reason, error.Line, error.Column));
    }

    [Theory]
    [InlineData("G.Flows().Has('NodeTID')", "At least two parameters must be provided", 11)]
    [InlineData("G.Flows().Has()", "At least two parameters must be provided", 11)]
    [InlineData("G.Flows().HasEither('NodeTID')", "At least two parameters must be provided", 11)]
    [InlineData("G.Flows('NodeTID')", "At least two parameters must be provided", 3)]
    [InlineData("G.Flows().Has('NodeTID', 'a', 'b')", "params should be a list of key,value", 11)]
    [InlineData("G.Flows().Has(1, 2)", "keys should be of string type", 11)]
    [InlineData("G.Flows().Has('ICMP.ID', Gt('x'))", "GT values should be of int64 type", 11)]
    [InlineData("G.Flows().Limit('1')", "1 is not an integer", 11)]
    [InlineData("G.Flows().Range(0, 1.5)", "1.5 is not an integer", 11)]
    [InlineData("G.Flows().Limit(-1)", "Limit must not be negative: -1", 11)]
    [InlineData("G.Flows().Values('TLS.SNI')", "Field not found", 11)]
    [InlineData("G.Flows().Sum('Start')", "Sum accepts only sub fields of Metric and LastUpadteMetric", 11)]
    [InlineData("G.Flows().Sum('Metric.Foo')", "Field not found", 11)]
    [InlineData("G.Flows().Sum()", "Sum requires 1 parameter", 11)]
    [InlineData("G.Flows().Sum(1)", "Sum parameter has to be a string key", 11)]
    [InlineData("G.Flows().Metrics().Sum('Foo')", "Field not found", 21)]
    [InlineData("G.At('-1m').Flows()", "No storage", 13)]
    [InlineData("G.At('-1m', 60).V().Flows()", "No storage", 21)]
    [InlineData("G.Flows().Out().Flows().OutE()", "Invalid step 'OutE' on '*traversal.FlowTraversalStep'", 25)]
    [InlineData("G.Flows().As('a')", "Invalid step 'As' on '*traversal.FlowTraversalStep'", 11)]
    [InlineData("G.Flows().Flows()", "Invalid step 'Flows' on '*traversal.FlowTraversalStep'", 11)]
    [InlineData("G.E().Flows()", "Invalid step 'Flows' on '*traversal.GraphTraversalE'", 7)]
    [InlineData("G.Metrics()", "Invalid step 'Metrics' on '*traversal.GraphTraversal'", 3)]
    [InlineData("G.V().Hops()", "Invalid step 'Hops' on '*traversal.GraphTraversalV'", 7)]
    [InlineData("G.V().MoreThan(1)", "Invalid step 'MoreThan' on '*traversal.GraphTraversalV'", 7)]
    [InlineData("G.Flows().Metrics().Limit(1)", "Invalid step 'Limit' on '*traversal.MetricsTraversalStep'", 21)]
    public void Run_fails(string query, string reason, int column)
    {
        var error = Assert.ThrowsAny<QueryException>(() => One.Ask(query));
        Assert.IsNotType<QuerySyntaxException>(error);
        Assert.Equal((reason, 1, column), (error.Reason, error.Line, error.Column));
    }

    [Fact]
    public void A_sum_beyond_64_bits_is_an_error()
    {
        var flow = Asking.Flow("f1") with { Metric = new FlowMetric(1, long.MaxValue, 0, 0, 1, 2) };
        var error = Assert.Throws<QueryException>(() => new[] { flow, flow with { UUID = "f2" } }.Ask("G.Flows().Sum('Metric.ABBytes')"));
        Assert.Equal("The sum of 'Metric.ABBytes' is beyond 64 bits", error.Reason);
    }

    [Fact]
    public void A_parameter_of_the_wrong_kind_is_an_error_of_the_run()
    {
        var query = GremlinQuery.Parse("G.Flows().Metrics().Aggregates($s)", Asking.With(One).Dialect);
        Assert.Equal(1, query.Run(new Graph(), new QueryParameters { ["s"] = 5 }, Asking.With(One)).Count);
        Assert.Equal("Aggregates parameter has to be a positive number",
            Assert.Throws<QueryException>(() => query.Run(new Graph(), new QueryParameters { ["s"] = "x" }, Asking.With(One))).Reason);
    }
}
