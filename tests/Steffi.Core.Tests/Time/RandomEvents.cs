using CsCheck;

namespace Steffi.Core.Tests;

/// <summary>Event sequences over few ids and few instants, so that events meet: late ones, equal times, re-created and dangling elements.</summary>
internal static class RandomEvents
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Nodes = ["a", "b", "c", "d"];
    private static readonly string[] Edges = ["e", "f", "g"];
    private static readonly string[] Keys = ["K", "L", "M"];

    public static DateTimeOffset Time(int tick) => Start.AddTicks(tick);

    public static readonly Gen<GraphEvent> One =
        from kind in Gen.Frequency((4, Gen.Const(1)), (4, Gen.Const(2)), (2, Gen.Const(3)), (4, Gen.Const(4)), (2, Gen.Const(5)), (1, Gen.Const(6)))
        from tick in Gen.Int[0, 20]
        from id in Gen.Int[0, 3]
        from ends in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3])
        from key in Gen.Int[0, 2]
        from value in Gen.Int[0, 3]
        select Make((EventKind)kind, Time(tick), id, ends, Keys[key], value);

    public static readonly Gen<GraphEvent[]> Many = One.Array[1, 40];

    private static GraphEvent Make(EventKind kind, DateTimeOffset time, int id, (int Parent, int Child) ends, string key, int value) => kind switch
    {
        EventKind.NodeAdded => GraphEvent.NodeAdded(time, Nodes[id], Metadata.Of((key, value))),
        EventKind.NodeUpdated => GraphEvent.NodeUpdated(time, Nodes[id], Patch(key, value)),
        EventKind.NodeDeleted => GraphEvent.NodeDeleted(time, Nodes[id]),
        EventKind.EdgeAdded => GraphEvent.EdgeAdded(time, Edges[id % 3], Nodes[ends.Parent], Nodes[ends.Child], Metadata.Of((key, value))),
        EventKind.EdgeUpdated => GraphEvent.EdgeUpdated(time, Edges[id % 3], Patch(key, value)),
        _ => GraphEvent.EdgeDeleted(time, Edges[id % 3]),
    };

    private static MetadataPatch Patch(string key, int value) => value == 0 ? new MetadataPatch().Remove(key) : new MetadataPatch { [key] = value };

    public static Dictionary<string, NaiveGraph.Element> Read(GraphView view)
    {
        var found = new Dictionary<string, NaiveGraph.Element>();
        foreach (var node in view.Nodes)
            found.Add(node.Id.ToString(), new(node.Id.ToString(), node.CreatedAt, node.UpdatedAt, node.Revision, node.Metadata.ToString(), ""));
        foreach (var edge in view.Edges)
        {
            found.Add(edge.Id.ToString(), new(
                edge.Id.ToString(), edge.CreatedAt, edge.UpdatedAt, edge.Revision, edge.Metadata.ToString(), $"{edge.ParentId}>{edge.ChildId}"));
        }
        return found;
    }

    /// <summary>Applies the events in batches of the sizes that the seed gives.</summary>
    public static void Apply(Graph graph, GraphEvent[] events, int seed, string origin = "remote")
    {
        var random = new Random(seed);
        for (int at = 0; at < events.Length;)
        {
            int size = Math.Min(random.Next(1, 5), events.Length - at);
            graph.Apply(new EventBatch("host", origin, 1, at + 1, events[at..(at + size)]));
            at += size;
        }
    }
}
