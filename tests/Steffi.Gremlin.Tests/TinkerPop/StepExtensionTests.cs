namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>A package's steps in the TinkerPop dialect, by the same contract as in Skydive's.</summary>
public class StepExtensionTests
{
    private static readonly QueryOptions WithTwins = new() { Dialect = GremlinDialect.TinkerPop.With(new TwinSteps()) };

    [Theory]
    [InlineData("g.V().hasLabel('veth').twice().count()", "[4]")]
    [InlineData("g.V('blue').twice().out().values('Name')", "[\"eth0\",\"eth0\"]")]
    [InlineData("g.twice(7)", "[7]")]
    [InlineData("g.V().where(twice().has('MTU', P.gt(2000))).id()", "[\"veth0\"]")]
    public void Stand_among_the_others(string text, string json)
    {
        using var graph = Traversals.Small();
        Assert.Equal(json, graph.Query(text, options: WithTwins).ToJson());
    }

    [Fact]
    public void Do_not_take_a_name_that_exists() => Assert.Throws<ArgumentException>(() => WithTwins.Dialect.With(new TwinSteps()));

    private sealed class TwinSteps : StepExtension
    {
        public override IReadOnlyList<string> Names => ["twice"];

        public override StepResult Run(StepCall call, StepInput input) =>
            input.IsGraph ? StepResult.OfValue(call.Arguments[0].Value) : StepResult.OfNodes([.. input.Nodes, .. input.Nodes]);
    }
}
