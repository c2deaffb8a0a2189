namespace Steffi.Gremlin;

/// <summary>What the step before handed on. Valid during the call only: the spans lie in pooled memory.</summary>
public sealed class StepInput
{
    private readonly QueryRun _run;
    private readonly StepCall _call;

    internal StepInput(QueryRun run, StepCall call)
    {
        _run = run;
        _call = call;
    }

    /// <summary>True on G and after SubGraph.</summary>
    public bool IsGraph => _run.Shape == Shape.Graph;

    /// <summary>True when <see cref="Nodes"/> are the input.</summary>
    public bool IsNodes => _run.Shape == Shape.Nodes;

    /// <summary>True when <see cref="Edges"/> are the input.</summary>
    public bool IsEdges => _run.Shape == Shape.Edges;

    /// <summary>True when <see cref="Paths"/> are the input.</summary>
    public bool IsPaths => _run.Shape == Shape.Paths;

    /// <summary>The nodes, in order, duplicates kept; empty when the input is something else.</summary>
    public ReadOnlySpan<Node> Nodes => IsNodes ? _run.Nodes.Span : [];

    /// <summary>The edges, in order, duplicates kept; empty when the input is something else.</summary>
    public ReadOnlySpan<Edge> Edges => IsEdges ? _run.Edges.Span : [];

    /// <summary>The paths of ShortestPathTo; empty when the input is something else.</summary>
    public IReadOnlyList<IReadOnlyList<Node>> Paths => IsPaths ? _run.Paths : [];

    /// <summary>The rows of a package's step before; null when the input is something else.</summary>
    public StepRows? Rows => _run.Shape == Shape.Open ? _run.Rows : null;

    /// <summary>The view that the query reads: live, or that of the last Context.</summary>
    public GraphView View => _run.Scope.View;

    /// <summary>The time that Context asked for, both ends included; null without Context.</summary>
    public TimeWindow? Context => _run.Scope.Context;

    /// <summary>False where the query may not ask for another time.</summary>
    internal bool HasHistory => _run.HasHistory;

    /// <summary>True after SubGraph: then <see cref="View"/> holds more nodes than the query may see.</summary>
    public bool IsPart => _run.Scope.Part is not null;

    /// <summary>The nodes of the graph that the query is in: the view's, or those of the last SubGraph.</summary>
    /// <returns>In creation order.</returns>
    public IEnumerable<Node> ReadAllNodes() => _run.Scope.Nodes;

    /// <summary>The query's cancellation.</summary>
    public CancellationToken Cancellation => _run.Budget.Cancellation;

    /// <summary>To be called once for each element looked at: throws when the query's time is up or it was cancelled.</summary>
    public void Tick() => _run.Budget.Tick();

    /// <summary>The error for a step that means nothing after what came before. To be thrown by the caller.</summary>
    /// <returns>The error, to throw.</returns>
    public QueryException Misplaced() =>
        _call.Fail($"Invalid step '{_call.Name}' on '{(_run.Shape == Shape.Open ? _run.Rows!.TypeName : _run.Shape.InMessages())}'");
}
