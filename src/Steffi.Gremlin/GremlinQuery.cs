using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>A query, parsed once to be run often. Immutable and thread-safe.</summary>
public sealed class GremlinQuery
{
    private readonly QuerySyntax _syntax;
    private readonly GremlinDialect _dialect;
    private readonly QueryPlan? _plan;

    /// <summary>The query where the dialect is TinkerPop's; then nothing else here is used.</summary>
    private readonly TraversalQuery? _traversal;

    /// <summary>The plan of the parameters that were used last: mostly the same ones come again.</summary>
    private volatile BoundPlan<QueryPlan>? _lastPlan;

    private GremlinQuery(QuerySyntax syntax, GremlinDialect dialect, StepCall[] calls)
    {
        _syntax = syntax;
        _dialect = dialect;
        if (!syntax.HasParameters) _plan = QueryPlan.Make(calls, dialect);
    }

    private GremlinQuery(string text, GremlinDialect dialect)
    {
        _syntax = new QuerySyntax(text, [], HasParameters: false);
        _dialect = dialect;
        _traversal = TraversalQuery.Parse(text, dialect);
    }

    /// <summary>As written.</summary>
    public string Text => _syntax.Text;

    /// <summary>Parses a query, or takes it from the dialect's cache.</summary>
    /// <param name="text">At most 262,144 characters, 1,000 steps and 32 nested parentheses.</param>
    /// <param name="dialect">Default <see cref="GremlinDialect.Skydive"/>.</param>
    /// <returns>The query. It may still fail when it runs: types and places of steps are judged then, as in Skydive.</returns>
    /// <exception cref="QuerySyntaxException">The text is no query.</exception>
    public static GremlinQuery Parse(string text, GremlinDialect? dialect = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        dialect ??= GremlinDialect.Skydive;
        return dialect.Plans.Get(text, dialect);
    }

    /// <summary>Runs on the graph as it is now.</summary>
    /// <param name="graph">Its live view is read; Context reads its history.</param>
    /// <param name="parameters">A value for each <c>$name</c> of the text; others are ignored.</param>
    /// <param name="options">Limits; <see cref="QueryOptions.Dialect"/> is ignored, the query has one.</param>
    /// <param name="cancel">Looked at every 1,024 elements.</param>
    /// <returns>The whole result, consistent: fixed at the time of the call.</returns>
    /// <exception cref="QueryException">The query fails here; <see cref="QueryLimitException"/> when a limit stopped it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public QueryResult Run(
        Graph graph, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Run(graph.Live, parameters, options, cancel);
    }

    /// <summary>Runs on a view.</summary>
    /// <param name="view">Live, or of an instant or a window. Context leaves it for another time of the same graph.</param>
    /// <param name="parameters">A value for each <c>$name</c> of the text; others are ignored.</param>
    /// <param name="options">Limits; <see cref="QueryOptions.Dialect"/> is ignored, the query has one.</param>
    /// <param name="cancel">Looked at every 1,024 elements.</param>
    /// <returns>The whole result, consistent: fixed at the time of the view.</returns>
    /// <exception cref="QueryException">The query fails here; <see cref="QueryLimitException"/> when a limit stopped it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public QueryResult Run(
        GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        cancel.ThrowIfCancellationRequested();
        if (_traversal is not null) return _traversal.Run(view, parameters, options ?? QueryOptions.Default, cancel);
        return PlanOf(parameters).Run(view, options ?? QueryOptions.Default, cancel);
    }

    /// <summary>Gives the rows as they are found: where each comes from one node (V, Has, Out, Values…), the first come at once and few are
    /// held; else the query runs whole first.</summary>
    /// <param name="view">As for Run.</param>
    /// <param name="parameters">As for Run.</param>
    /// <param name="options">As for Run; MaxElements counts what is held at a time.</param>
    /// <param name="cancel">Looked at every 1,024 elements.</param>
    /// <returns>The rows of Run in their order, searched on threads of the pool. When the stream ends without an exception it was all of them.</returns>
    /// <exception cref="QueryException">As Run's; a limit ends the stream with <see cref="QueryLimitException"/> after the rows until there.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public IAsyncEnumerable<ResultRow> StreamAsync(
        GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        options ??= QueryOptions.Default;
        return _traversal is null
            ? PlanOf(parameters).StreamAsync(view, options, cancel)
            : RowStream.ReadAsync(_traversal.RunInPieces(view, parameters, options, cancel), options, cancel);
    }

    /// <summary>The same query with its parameters filled in: its <see cref="Text"/> can travel, and gives the same plan where it is parsed.</summary>
    /// <param name="parameters">A value for each <c>$name</c>.</param>
    /// <returns>A query without parameters.</returns>
    /// <exception cref="QueryException">A value is missing or does not fit.</exception>
    public GremlinQuery Bind(IReadOnlyDictionary<string, MetadataValue>? parameters = null) => Parse(_traversal?.Bind(parameters) ?? QueryText.Of(BindCalls(parameters)), _dialect);

    internal GremlinDialect Dialect => _dialect;

    internal StepCall[] BindCalls(IReadOnlyDictionary<string, MetadataValue>? parameters) => QueryBinder.Check(_syntax, _dialect, parameters ?? new QueryParameters());

    /// <summary>The two halves of a query of the TinkerPop dialect; null of Skydive's.</summary>
    internal TraversalParts? SplitTraversal(IReadOnlyDictionary<string, MetadataValue>? parameters) => _traversal?.Split(parameters);

    private QueryPlan PlanOf(IReadOnlyDictionary<string, MetadataValue>? parameters) => _plan ?? BindPlan(parameters);

    /// <summary>The plan, one step a line, with what the rules made of it.</summary>
    /// <param name="parameters">As for Run.</param>
    /// <returns>For people and tests; not to be parsed.</returns>
    /// <exception cref="QueryException">As Run's, where it does not depend on a graph.</exception>
    public string Explain(IReadOnlyDictionary<string, MetadataValue>? parameters = null) =>
        _traversal?.Explain(parameters) ?? PlanOf(parameters).Explain();

    /// <summary>The plan with what it would cost on a view.</summary>
    /// <param name="view">Its size and indexes are looked at; nothing runs.</param>
    /// <param name="parameters">As for Run.</param>
    /// <returns>A report a step.</returns>
    /// <exception cref="QueryException">As Run's, where it does not depend on a graph.</exception>
    public IReadOnlyList<StepReport> Explain(GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return _traversal?.Estimate(view, parameters) ?? PlanOf(parameters).Estimate(view);
    }

    /// <summary>Runs, and tells the rows and the time of each step.</summary>
    /// <param name="view">As for Run.</param>
    /// <param name="parameters">As for Run.</param>
    /// <param name="options">As for Run.</param>
    /// <param name="cancel">As for Run.</param>
    /// <returns>The result and a report a step.</returns>
    /// <exception cref="QueryException">As Run's.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public QueryProfile Profile(
        GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        options ??= QueryOptions.Default;
        return _traversal?.Profile(view, parameters, options, cancel) ?? PlanOf(parameters).Profile(view, options, cancel);
    }

    internal static GremlinQuery ParseNew(string text, GremlinDialect dialect)
    {
        if (dialect.Labels is not null) return new GremlinQuery(text, dialect);
        var syntax = SyntaxReader.Read(text, dialect);
        return new GremlinQuery(syntax, dialect, QueryBinder.Check(syntax, dialect, null));
    }

    /// <summary>True when Context stands in it, which a standing query cannot have.</summary>
    internal bool HasContext => _syntax.Steps.Any(step => _dialect.Find(step.Name) is ContextStep);

    /// <summary>The one step of a query that filters single nodes, whose changes tell all of its result's; null for every other query.</summary>
    internal LogicalNodes? AsStandingFilter(IReadOnlyDictionary<string, MetadataValue>? parameters) =>
        _traversal is null ? PlanOf(parameters).AsStandingFilter : _traversal.AsStandingFilter(parameters);

    /// <summary>True where a run changes the graph, which a standing query cannot do either.</summary>
    internal bool Mutates(IReadOnlyDictionary<string, MetadataValue>? parameters) => _traversal?.Mutates(parameters) ?? false;

    private QueryPlan BindPlan(IReadOnlyDictionary<string, MetadataValue>? parameters)
    {
        parameters ??= new QueryParameters();
        if (_lastPlan is { } last && last.Fits(parameters)) return last.Plan;
        var plan = QueryPlan.Make(QueryBinder.Check(_syntax, _dialect, parameters), _dialect);
        _lastPlan = new BoundPlan<QueryPlan>(parameters.ToArray(), plan);
        return plan;
    }
}
