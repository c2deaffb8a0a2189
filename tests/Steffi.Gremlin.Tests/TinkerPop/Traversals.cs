namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Short ways to ask in the TinkerPop dialect.</summary>
internal static class Traversals
{
    public static readonly QueryOptions Options = new() { Dialect = GremlinDialect.TinkerPop };

    public static IReadOnlyList<object?> Ask(this Graph graph, string text, QueryOptions? options = null) => graph.Query(text, options: options ?? Options).Items;

    public static object? AskOne(this Graph graph, string text) => Assert.Single(graph.Ask(text));

    /// <summary>blue (netns) owns eth0, which is layer2 to veth0 of the host.</summary>
    public static Graph Small()
    {
        var graph = new Graph();
        graph.Write(change =>
        {
            change.AddNode("blue", Metadata.Of(("Name", "blue"), ("Type", "netns")));
            change.AddNode("eth0", Metadata.Of(("Name", "eth0"), ("Type", "veth"), ("MTU", 1500)));
            change.AddNode("veth0", Metadata.Of(("Name", "veth0"), ("Type", "veth"), ("MTU", 9000)));
            change.AddEdge("own", "blue", "eth0", Metadata.Of(("RelationType", "ownership")));
            change.AddEdge("pair", "eth0", "veth0", Metadata.Of(("RelationType", "layer2")));
        });
        return graph;
    }
}
