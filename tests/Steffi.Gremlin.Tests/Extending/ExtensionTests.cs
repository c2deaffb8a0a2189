using System.Text.Json;

namespace Steffi.Gremlin.Tests;

/// <summary>A package's steps, by a small one in the manner of flows: rows of its own that take up the filters that follow.</summary>
public class ExtensionTests
{
    private static readonly Graph Hosts = Graphs.TwoHosts();
    private static readonly QueryOptions WithPackets = new() { Dialect = GremlinDialect.Skydive.With(new PacketSteps()) };

    [Theory]
    [InlineData("G.Packets()", "[{\"Of\":\"h1\",\"Length\":0},{\"Of\":\"ns1\",\"Length\":1},{\"Of\":\"v1\",\"Length\":2},{\"Of\":\"h2\",\"Length\":3},{\"Of\":\"v2\",\"Length\":4}]")]
    [InlineData("G.V('v1').Packets()", "[{\"Of\":\"v1\",\"Length\":0}]")]
    [InlineData("G.V().packets().Has('Length', Gt(2))", "[{\"Of\":\"h2\",\"Length\":3},{\"Of\":\"v2\",\"Length\":4}]")]
    [InlineData("G.Packets().Has('Length', Gt(0)).Limit(1)", "[{\"Of\":\"ns1\",\"Length\":1}]")]
    [InlineData("G.Packets().Count()", "5")]
    [InlineData("G.Packets().Senders().Count()", "5")]
    [InlineData("G.Packets().Has('Length', Lt(2)).Senders().Values('Name')", "[\"h1\",\"ns1\"]")]
    [InlineData("G.V().Has('Type', 'veth').SubGraph().Packets().Count()", "2")]
    public void Steps_of_a_package_stand_among_the_others(string query, string answer) =>
        Assert.Equal(answer, Hosts.Query(query, options: WithPackets).ToJson());

    [Fact]
    public void The_dialect_goes_on_after_a_package_gave_nodes() =>
        Assert.Equal(["v2"], Hosts.Query("G.Packets().Senders().Has('Type', 'veth').Out().Dedup()", options: WithPackets).Ids());

    [Theory]
    [InlineData("G.Packets().Values('x')", "Invalid step 'Values' on 'packets'")]
    [InlineData("G.E().Packets()", "Invalid step 'Packets' on '*traversal.GraphTraversalE'")]
    [InlineData("G.Packets().Senders().InV()", "Error while executing the query")]
    public void A_step_that_means_nothing_is_an_error(string query, string reason) =>
        Assert.Equal(reason, Assert.Throws<QueryException>(() => Hosts.Query(query, options: WithPackets)).Reason);

    [Fact]
    public void A_package_checks_its_arguments_before_anything_runs()
    {
        Assert.Equal("Packets takes no arguments : [1]", Assert.Throws<QuerySyntaxException>(() => GremlinQuery.Parse("G.Packets(1)", WithPackets.Dialect)).Reason);
        Assert.Throws<QuerySyntaxException>(() => GremlinQuery.Parse("G.Packets()"));
    }

    [Fact]
    public void A_package_gets_the_time_that_Context_asked_for() =>
        Assert.Equal("true", Hosts.Query("G.Context(NOW, 60).HasContext()", options: WithPackets).ToJson());

    [Fact]
    public void A_package_takes_over_a_step_that_was_only_known_as_missing_and_no_other()
    {
        var dialect = GremlinDialect.Skydive.With(new NamedStep("Flows"));
        Assert.Equal("\"Flows\"", Hosts.Query("G.Flows()", options: new QueryOptions { Dialect = dialect }).ToJson());
        Assert.Throws<ArgumentException>(() => GremlinDialect.Skydive.With(new NamedStep("has")));
        Assert.Throws<ArgumentException>(() => dialect.With(new NamedStep("Flows")));
        Assert.Throws<ArgumentException>(() => dialect.With(new NamedStep("1x")));
    }

    private sealed class NamedStep(string name) : StepExtension
    {
        public override IReadOnlyList<string> Names => [name];

        public override StepResult Run(StepCall call, StepInput input) => StepResult.OfValue(call.Name);
    }

    private sealed class PacketSteps : StepExtension
    {
        public override IReadOnlyList<string> Names => ["Packets", "Senders", "HasContext"];

        public override void Check(StepCall call)
        {
            if (call.Arguments.Count > 0) throw call.Refuse($"{call.Name} takes no arguments : {call.DescribeArguments()}");
        }

        public override StepResult Run(StepCall call, StepInput input)
        {
            if (call.Name == "HasContext") return StepResult.OfValue(input.Context is not null);
            if (!input.IsGraph && !input.IsNodes) throw input.Misplaced();
            var nodes = input.IsGraph ? input.ReadAllNodes().ToArray() : input.Nodes.ToArray();
            return StepResult.OfRows(new PacketRows(nodes.Select((node, i) => new Packet(node, i))));
        }
    }

    private sealed record Packet(Node Of, int Length);

    /// <summary>Filters and limits are collected; the search happens when rows are asked for.</summary>
    private sealed class PacketRows(IEnumerable<Packet> packets) : StepRows
    {
        private Packet[]? _found;

        public override string TypeName => "packets";

        public override int Count => Found.Length;

        private Packet[] Found => _found ??= packets.ToArray();

        public override void WriteRow(int row, Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("Of", Found[row].Of.Id.ToString());
            writer.WriteNumber("Length", Found[row].Length);
            writer.WriteEndObject();
        }

        public override StepResult? Apply(StepCall call, StepInput input)
        {
            switch (call.Name)
            {
                case "Has":
                    var conditions = call.ReadConditions();
                    return StepResult.OfRows(new PacketRows(packets.Where(packet =>
                        conditions.All(condition => condition.Matches(condition.Key == "Length" ? packet.Length : null)))));
                case "Limit":
                    return StepResult.OfRows(new PacketRows(packets.Take((int)call.Arguments[0].Value.AsInt())));
                case "Count":
                    return StepResult.OfValue(Count);
                case "Senders":
                    return StepResult.OfNodes([.. Found.Select(packet => packet.Of)]);
                default:
                    return null;
            }
        }
    }
}
