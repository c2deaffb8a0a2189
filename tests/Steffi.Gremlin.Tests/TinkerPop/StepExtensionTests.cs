using System.Text.Json;

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

    [Theory]
    [InlineData("g.V().rows().count()", "[3]", "count")]
    [InlineData("g.V().rows().limit(2).count()", "[2]", "limit count")]
    [InlineData("g.V().rows().has('Of', 'eth0')", "[{\"Of\":\"eth0\"}]", "has")]
    [InlineData("g.V().rows().limit(2).owners().values('Name')", "[\"blue\",\"eth0\"]", "limit owners")]
    [InlineData("g.rows().has('Of', within('blue', 'veth0')).owners().out().id()", "[\"eth0\"]", "has owners")]
    [InlineData("g.V().rows().select('Of').limit(1)", "[\"blue\"]", "")]
    [InlineData("g.V().rows().range(1, 2).select('Of')", "[\"eth0\"]", "")]
    public void Are_offered_the_steps_behind_their_own_rows(string text, string json, string offered)
    {
        using var graph = Traversals.Small();
        var rows = new RowSteps();
        Assert.Equal(json, graph.Query(text, options: new QueryOptions { Dialect = GremlinDialect.TinkerPop.With(rows) }).ToJson());
        Assert.Equal(offered, string.Join(' ', rows.Taken).ToLowerInvariant());
    }

    [Fact]
    public void Do_not_take_a_name_that_exists() => Assert.Throws<ArgumentException>(() => WithTwins.Dialect.With(new TwinSteps()));

    private sealed class TwinSteps : StepExtension
    {
        public override IReadOnlyList<string> Names => ["twice"];

        public override StepResult Run(StepCall call, StepInput input) =>
            input.IsGraph ? StepResult.OfValue(call.Arguments[0].Value) : StepResult.OfNodes([.. input.Nodes, .. input.Nodes]);
    }

    private sealed class RowSteps : StepExtension
    {
        public List<string> Taken { get; } = [];

        public override IReadOnlyList<string> Names => ["rows", "owners"];

        public override StepResult Run(StepCall call, StepInput input) =>
            call.Name == "rows" ? StepResult.OfRows(new Rows(input.IsGraph ? [.. input.ReadAllNodes()] : input.Nodes.ToArray(), Taken)) : throw input.Misplaced();
    }

    /// <summary>Knows Has, Limit, Count and the package's own owners, no Range.</summary>
    private sealed class Rows(Node[] nodes, List<string> taken) : StepRows
    {
        public override string TypeName => "rows";

        public override int Count => nodes.Length;

        public override void WriteRow(int row, Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("Of", nodes[row].Id.ToString());
            writer.WriteEndObject();
        }

        public override StepResult? Apply(StepCall call, StepInput input)
        {
            StepResult? result = call.Name switch
            {
                "Has" => StepResult.OfRows(new Rows([.. nodes.Where(node => call.ReadConditions().All(condition => condition.Matches(node.Id.ToString())))], taken)),
                "Limit" => StepResult.OfRows(new Rows([.. nodes.Take((int)call.Arguments[0].Value.AsInt())], taken)),
                "owners" => StepResult.OfNodes(nodes),
                _ => base.Apply(call, input),
            };
            if (result is not null) taken.Add(call.Name);
            return result;
        }
    }
}
