using System.Diagnostics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>V() or E() and the steps behind it that run as a plan of the engine: on sets of elements, not on traversers.</summary>
/// <param name="plan">What it does.</param>
/// <param name="written">The same as steps: for graphs that are no plain view.</param>
internal sealed class PlannedStart(IReadOnlyList<LogicalStep> plan, List<Step> written) : Step
{
    private readonly Operator[] _operators = Operators.Of(plan);
    private readonly string[] _labels = [.. written.SelectMany(step => step.Labels).Distinct()];

    public IReadOnlyList<LogicalStep> Plan => plan;

    public IReadOnlyList<Step> Written => written;

    /// <summary>Whether a traverser may stand where another does.</summary>
    public bool MeetsAgain => plan.OfType<LogicalSelection>().Any(step => step is LogicalHop { IsDistinct: false, IsCounted: false });

    public override IEnumerable<Traversal> Children => written.SelectMany(step => step.Children);

    public override bool IsStateful => written.Exists(step => step.IsStateful);

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            // The query itself may have changed the graph until here.
            foreach (var found in scope.Run.Graph.IsPlainView ? Find(traverser, scope) : RunWritten(traverser, scope)) yield return found;
        }
    }

    private IEnumerable<Traverser> RunWritten(Traverser traverser, RunScope scope)
    {
        IEnumerable<Traverser> flow = [traverser];
        foreach (var step in written) flow = step.RunLabelled(flow, scope);
        return flow;
    }

    /// <summary>Runs as a query of its own.</summary>
    public QueryRun RunAlone(GraphView view, Budget budget, StepProfile? profile = null)
    {
        var run = new QueryRun(view, budget);
        foreach (var step in _operators)
        {
            budget.At = step.At;
            budget.Check();
            var start = profile is null ? 0 : Stopwatch.GetTimestamp();
            step.Run(run);
            profile?.Ran(run.RowCount, Stopwatch.GetElapsedTime(start));
        }

        return run;
    }

    /// <summary>False where it ends with a count.</summary>
    public bool GivesElements => plan[^1] is not LogicalCount and not LogicalSelection { IsCounted: true };

    /// <summary>Runs as a query of its own that asks for the values at a key.</summary>
    public List<object?> ReadValues(string key, GraphView view, Budget budget)
    {
        using var run = RunAlone(view, budget);
        var field = new PropertyField(key);
        var values = new List<object?>();
        for (var i = 0; run.Shape == Shape.Nodes && i < run.Nodes.Count; i++)
        {
            budget.Tick();
            if (field.TryRead(run.Nodes.Span[i], out var value) && !value.IsNull) values.Add(TypedValue.Read(value));
        }

        for (var i = 0; run.Shape == Shape.Edges && i < run.Edges.Count; i++)
        {
            budget.Tick();
            if (field.TryRead(run.Edges.Span[i], out var value) && !value.IsNull) values.Add(TypedValue.Read(value));
        }

        return values;
    }

    private IEnumerable<Traverser> Find(Traverser traverser, RunScope scope)
    {
        Enter(scope);
        var graph = scope.Run.Graph;
        var profile = scope.Run.ProfileOf(this);
        if (profile is null && plan is [LogicalNodes { IsStandingFilter: true } all] && all.Seeks.All(seek => !graph.View.HasIndex(seek.Path)))
        {
            if (all.Seeks.Count > 0) graph.View.Graph.AutomaticIndexes.Scanned(all.Seeks[0].Path, graph.View.NodeIndexLimit);
            // One after another: a later step may want few.
            foreach (var node in graph.View.Nodes)
            {
                Enter(scope);
                if (all.Where?.Test(node) != false && graph.Pending?.IsRemoved(node.Id) != true) yield return Label(traverser.Move(new Vertex(node)));
            }

            yield break;
        }

        using var run = RunAlone(graph.View, scope.Run.Budget, profile);
        foreach (var found in Results(run))
        {
            Enter(scope);
            if (found is not TraversalElement element) yield return Label(scope.Start(found));
            else if (graph.Pending?.IsRemoved(element.Id) != true) yield return Label(traverser.Move(found));
        }
    }

    private Traverser Label(Traverser traverser) => _labels.Length == 0 ? traverser : traverser.Labelled(_labels);

    private static IEnumerable<object> Results(QueryRun run)
    {
        if (run.Shape == Shape.Values) yield return run.Values[0].AsInt();
        for (var i = 0; run.Shape == Shape.Nodes && i < run.Nodes.Count; i++) yield return new Vertex(run.Nodes.Span[i]);
        for (var i = 0; run.Shape == Shape.Edges && i < run.Edges.Count; i++) yield return new EdgeElement(run.Edges.Span[i]);
    }
}
