using System.Text.Json.Nodes;
using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Flows and nodes that tests ask about, and a source that counts the flows it hands out.</summary>
internal sealed class AskedFlows(params Flow[] flows) : ILiveFlows
{
    private readonly LiveFlows _all = Of(flows);

    public int Looked { get; private set; }

    public IEnumerable<Flow> Find(FlowLookup lookup)
    {
        foreach (var flow in _all.Find(lookup))
        {
            Looked++;
            yield return flow;
        }
    }

    private static LiveFlows Of(Flow[] flows)
    {
        var all = new LiveFlows();
        foreach (var flow in flows) all.Update(flow);
        return all;
    }
}

internal static class Asking
{
    public static QueryOptions With(ILiveFlows live, FlowHistory? history = null, Func<string, IPacketFilter>? filter = null) =>
        new() { Dialect = GremlinDialect.Skydive.With(new FlowSteps(live, history, filter)) };

    public static QueryOptions With(params Flow[] flows) => With(new AskedFlows(flows));

    public static QueryResult Ask(this Flow[] flows, string query, Graph? graph = null) => (graph ?? new Graph()).Query(query, options: With(flows));

    /// <summary>Nodes n0, n1, … with one key each.</summary>
    public static Graph Nodes(params (string Key, string Value)[] metadata)
    {
        var graph = new Graph();
        graph.Write(change =>
        {
            for (int i = 0; i < metadata.Length; i++)
                change.AddNode($"n{i}", Metadata.Of((metadata[i].Key, metadata[i].Value), ("Type", "veth"), ("Name", $"n{i}")));
        });
        return graph;
    }

    /// <summary>Compares without the order of keys.</summary>
    public static void SameJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}\ngot {actual}");

    public static string[] Ids(this QueryResult result) => [.. result.Nodes.Select(node => node.Id.ToString())];

    public static string[] UUIDs(this QueryResult result) => [.. ((FlowRows)result.CustomRows!).Flows.Select(flow => flow.UUID)];

    public static Flow Flow(string uuid, long start = 1000, long last = 2000) => new()
    {
        UUID = uuid,
        TrackingID = uuid,
        L3TrackingID = uuid,
        LayersPath = "Ethernet/IPv4/ICMPv4",
        Application = "ICMPv4",
        Start = start,
        Last = last,
        Metric = new FlowMetric(1, 100, 2, 200, start, last),
    };

    public static Flow Icmp(string uuid, int id, string? node = null) =>
        Flow(uuid) with { ICMP = new FlowIcmp("ECHO", 0, id), NodeTID = node };

    public static Flow Link(string uuid, string? a = null, string? b = null) =>
        Flow(uuid) with { Link = new FlowLayer("ETHERNET", a ?? "", b ?? "") };
}
