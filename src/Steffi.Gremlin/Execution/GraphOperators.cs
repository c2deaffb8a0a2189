namespace Steffi.Gremlin;

internal sealed class GraphOperator(LogicalGraph step) : Operator(step.At)
{
    public override void Run(QueryRun run) => run.HandOnGraph();
}

internal sealed class ContextOperator(LogicalContext step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        // A subgraph is a snapshot, in Skydive too.
        if (!run.HasHistory || run.Scope.Part is not null) throw At.Error("Backend does not support history");
        var graph = run.Scope.View.Graph;
        var (window, newestOnly) = step.Time.Resolve(graph.Now, graph.OldestInstant);
        try
        {
            run.HandOnGraph(new GraphScope(graph.During(window, newestOnly), window));
        }
        catch (HistoryExpiredException e)
        {
            throw new QueryException(e.Message, At.Line, At.Column, e);
        }
    }
}

/// <summary>SubGraph: of nodes with the edges between them, of edges with their ends, of paths with the edges between their nodes.</summary>
internal sealed class SubGraphOperator(LogicalSubGraph step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var part = step.Of switch
        {
            Shape.Nodes => OfNodes(run, run.Nodes.Span),
            Shape.Paths => OfNodes(run, run.Paths.SelectMany(path => path).ToArray()),
            _ => OfEdges(run),
        };
        run.HandOnGraph(new GraphScope(run.Scope.View, run.Scope.Context, part));
    }

    private SubGraph OfNodes(QueryRun run, ReadOnlySpan<Node> input)
    {
        var nodes = new List<Node>();
        var edges = new List<Edge>();
        using var inside = new IndexSet(run.Scope.View.NodeIndexLimit);
        using var metEdges = new IndexSet(run.Scope.View.EdgeIndexLimit);
        var metRevisions = new HashSet<Node>();
        foreach (ref readonly var node in input)
        {
            run.Budget.Tick();
            // In a window a node may come in several revisions; each counts once.
            var isNew = inside.Add(node.Index);
            if (run.Scope.IsWindow ? metRevisions.Add(node) : isNew) nodes.Add(node);
        }

        foreach (var node in nodes)
        {
            foreach (var edge in node.OutEdges)
            {
                run.Budget.Tick();
                if (!inside.Contains(edge.ChildIndex) || !run.Scope.Contains(edge)) continue;
                if (step.EdgeWhere is { } where && !where.Test(edge)) continue;
                if (metEdges.Add(edge.Index)) edges.Add(edge);
            }
        }

        return Make(run.Scope.View, nodes, edges);
    }

    /// <summary>In the graph's own order, however the elements were found.</summary>
    private static SubGraph Make(GraphView view, List<Node> nodes, List<Edge> edges) =>
        new(view, [.. nodes.OrderBy(node => node.Index).ThenBy(node => node.UpdatedAt)], [.. edges.OrderBy(edge => edge.Index)]);

    private static SubGraph OfEdges(QueryRun run)
    {
        var nodes = new List<Node>();
        var edges = new List<Edge>();
        using var metNodes = new IndexSet(run.Scope.View.NodeIndexLimit);
        using var metEdges = new IndexSet(run.Scope.View.EdgeIndexLimit);
        foreach (ref readonly var edge in run.Edges.Span)
        {
            run.Budget.Tick();
            if (metEdges.Add(edge.Index)) edges.Add(edge);
            if (metNodes.Add(edge.ParentIndex)) AddRevisions(run.Scope, edge.Parent, nodes);
            if (metNodes.Add(edge.ChildIndex)) AddRevisions(run.Scope, edge.Child, nodes);
        }

        return Make(run.Scope.View, nodes, edges);
    }

    private static void AddRevisions(GraphScope scope, in Node node, List<Node> nodes)
    {
        if (scope.IsWindow) nodes.AddRange(scope.Revisions(node.Id));
        else nodes.Add(node);
    }
}
