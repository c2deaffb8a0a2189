namespace Steffi.Gremlin.TinkerPop;

/// <summary>A query of the TinkerPop dialect, parsed once to be run often. Immutable and thread-safe.</summary>
internal sealed class TraversalQuery
{
    private readonly TraversalSyntax _syntax;
    private readonly GremlinDialect _dialect;
    private readonly TraversalPlan? _plan;

    private TraversalQuery(TraversalSyntax syntax, GremlinDialect dialect)
    {
        _syntax = syntax;
        _dialect = dialect;
        // A text with parameters is bound when their values are there: a name may stand for a value of any kind.
        if (!Parameters.StandIn(syntax)) _plan = SourceBinder.Bind(syntax, dialect, null);
    }

    /// <exception cref="QuerySyntaxException">The text is no traversal.</exception>
    public static TraversalQuery Parse(string text, GremlinDialect dialect) => new(TraversalReader.Read(text), dialect);

    public QueryResult Run(GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters, QueryOptions options, CancellationToken cancel)
    {
        var plan = Plan(parameters);
        var budget = new Budget(options, cancel) { At = plan.Root.Steps[0].At };
        if (plan.Terminal == Terminal.Plan) return new QueryResult(view, [PlanText.Of(plan)], budget);
        var before = NestedWork.Begin(budget);
        try
        {
            return plan.Mutates ? Write(plan, view, budget) : new QueryResult(view, Evaluate(plan, new TraversalGraph(view, plan.Labels, null), budget, view), budget);
        }
        catch (StepFailure failure)
        {
            throw budget.At.Error(failure.Message);
        }
        catch (TransactionException e)
        {
            throw new QueryException(e.Message, budget.At.Line, budget.At.Column, e);
        }
        catch (OverflowException)
        {
            // Equal traversers are one with a number, so that even these can be more than any limit.
            throw new QueryLimitException(nameof(QueryOptions.MaxElements), "The step holds more traversers than 64 bits can count", budget.At.Line, budget.At.Column);
        }
        catch (InsufficientExecutionStackException)
        {
            throw budget.At.Error("What the traversal has made is nested too deep");
        }
        finally
        {
            NestedWork.Begin(before);
        }
    }

    /// <summary>Whether the query changes the graph.</summary>
    public bool Mutates(IReadOnlyDictionary<string, MetadataValue>? parameters) => Plan(parameters).Mutates;

    public string Explain(IReadOnlyDictionary<string, MetadataValue>? parameters) => PlanText.Of(Plan(parameters));

    private TraversalPlan Plan(IReadOnlyDictionary<string, MetadataValue>? parameters) => _plan ?? SourceBinder.Bind(_syntax, _dialect, parameters ?? new QueryParameters());

    private static QueryResult Write(TraversalPlan plan, GraphView view, Budget budget)
    {
        if (view.Kind != ViewKind.Live) throw budget.At.Error("The past cannot be changed: run the query on the live graph");
        List<object?>? items = null;
        view.Graph.Write(change => items = Collect(plan, new TraversalGraph(change.View, plan.Labels, new PendingChanges(change)), budget));
        // What the elements are now is seen once the transaction is committed.
        var after = view.Graph.Live;
        return new QueryResult(after, new Presentation(after, budget).OfResults(items!), budget);
    }

    private static List<object?> Evaluate(TraversalPlan plan, TraversalGraph graph, Budget budget, GraphView view) =>
        new Presentation(view, budget).OfResults(Collect(plan, graph, budget));

    private static List<object?> Collect(TraversalPlan plan, TraversalGraph graph, Budget budget)
    {
        GraphFilters.Apply(plan, graph, budget);
        var items = new List<object?>();
        var run = new TraversalRun(plan, graph, budget);
        foreach (var traverser in run.Results())
        {
            for (var i = 0L; i < traverser.Bulk; i++)
            {
                budget.Tick();
                budget.CheckResults(items.Count + 1L);
                budget.CheckElements(items.Count + 1L);
                items.Add(traverser.Value);
                if (plan.Terminal == Terminal.First) return items;
            }
        }

        return plan.Terminal == Terminal.Profile ? StepProfile.Report(run.Profiles) : items;
    }
}
