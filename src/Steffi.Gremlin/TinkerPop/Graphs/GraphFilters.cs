namespace Steffi.Gremlin.TinkerPop;

/// <summary>Makes a graph show what SubgraphStrategy and PartitionStrategy let through. Their conditions see all of it.</summary>
internal static class GraphFilters
{
    public static void Apply(TraversalPlan plan, TraversalGraph graph, Budget budget)
    {
        if (plan.Subgraph is null && plan.Partition is null) return;
        var whole = new TraversalGraph(graph.View, plan, graph.Pending);
        var run = new TraversalRun(plan, whole, budget);
        graph.ShowsVertex = vertex => InPartition(plan.Partition, whole, vertex) && Passes(plan.Subgraph?.Vertices, run, vertex);
        graph.ShowsEdge = edge => InPartition(plan.Partition, whole, edge) && Passes(plan.Subgraph?.Edges, run, edge)
            && (plan.Subgraph?.ChecksEnds != true || graph.EndOf(edge, EdgeDirection.Out) is not null && graph.EndOf(edge, EdgeDirection.In) is not null);
        if (plan.Subgraph?.VertexProperties is { } properties) graph.ShowsProperty = property => Passes(properties, run, property);
    }

    private static bool InPartition(PartitionFilter? partition, TraversalGraph graph, TraversalElement element) =>
        partition is null || graph.TryGet(element, partition.Key, out var value) && value is string name && partition.Read.Contains(name);

    private static bool Passes(Traversal? condition, TraversalRun run, object value) => condition is null || condition.Passes(run.Start(value));
}
