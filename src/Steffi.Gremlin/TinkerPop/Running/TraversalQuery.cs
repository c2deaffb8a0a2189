namespace Steffi.Gremlin.TinkerPop;

/// <summary>A query of the TinkerPop dialect, parsed once to be run often. Immutable and thread-safe.</summary>
internal sealed class TraversalQuery
{
    private readonly TraversalSyntax _syntax;
    private readonly GremlinDialect _dialect;
    private readonly TraversalPlan? _plan;

    /// <summary>The plan of the parameters that were used last: mostly the same ones come again.</summary>
    private volatile BoundPlan<TraversalPlan>? _lastPlan;

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
        var plan = PlanOf(parameters);
        var budget = new Budget(options, cancel) { At = plan.Root.Steps[0].At };
        return plan.Terminal switch
        {
            Terminal.Plan => Report(view, Estimate(plan, view), budget),
            Terminal.Profile => Report(view, Profile(plan, view, budget).Steps, budget),
            _ => Run(plan, view, budget, null),
        };
    }

    /// <summary>The results as they come, some at a time; each piece is found while it is asked for.</summary>
    public IEnumerable<IReadOnlyList<ResultRow>> RunInPieces(
        GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters, QueryOptions options, CancellationToken cancel)
    {
        const int most = 1024;
        var plan = PlanOf(parameters);
        if (plan.Mutates || plan.Terminal != Terminal.All)
        {
            foreach (var rows in ResultRow.Of(Run(view, parameters, options, cancel)).Chunk(most)) yield return rows;
            yield break;
        }

        var budget = new Budget(options, cancel) { At = plan.Root.Steps[0].At };
        var presentation = new Presentation(view, budget);
        using var items = Items(plan, new TraversalGraph(view, plan, null), budget, null).GetEnumerator();
        while (true)
        {
            var piece = Guarded(budget, () =>
            {
                var rows = new List<ResultRow>();
                while (rows.Count < most && items.MoveNext()) rows.Add(ResultRow.Of(presentation.OfResult(items.Current)));
                return rows;
            });
            if (piece.Count > 0) yield return piece;
            if (piece.Count < most) yield break;
        }
    }

    /// <summary>Runs, and tells what each step did.</summary>
    public QueryProfile Profile(GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters, QueryOptions options, CancellationToken cancel)
    {
        var plan = PlanOf(parameters);
        return Profile(plan, view, new Budget(options, cancel) { At = plan.Root.Steps[0].At });
    }

    /// <summary>What the steps would cost on a view.</summary>
    public IReadOnlyList<StepReport> Estimate(GraphView view, IReadOnlyDictionary<string, MetadataValue>? parameters) => Estimate(PlanOf(parameters), view);

    /// <summary>Whether the query changes the graph.</summary>
    public bool Mutates(IReadOnlyDictionary<string, MetadataValue>? parameters) => PlanOf(parameters).Mutates;

    /// <inheritdoc cref="GremlinQuery.AsStandingFilter"/>
    public LogicalNodes? AsStandingFilter(IReadOnlyDictionary<string, MetadataValue>? parameters) =>
        PlanOf(parameters) is { Terminal: Terminal.All, Subgraph: null, Partition: null, Root.Steps: [PlannedStart { Plan: [LogicalNodes { IsStandingFilter: true } nodes] }] } ? nodes : null;

    public string Explain(IReadOnlyDictionary<string, MetadataValue>? parameters)
    {
        var plan = PlanOf(parameters);
        return string.Join("\n", Outline.Of(plan.Root, plan.Labels));
    }

    private TraversalPlan PlanOf(IReadOnlyDictionary<string, MetadataValue>? parameters)
    {
        if (_plan is not null) return _plan;
        parameters ??= new QueryParameters();
        if (_lastPlan is { } last && last.Fits(parameters)) return last.Plan;
        var plan = SourceBinder.Bind(_syntax, _dialect, parameters);
        _lastPlan = new BoundPlan<TraversalPlan>(parameters.ToArray(), plan);
        return plan;
    }

    private static IReadOnlyList<StepReport> Estimate(TraversalPlan plan, GraphView view) => new PlanEstimate(view).Of(Outline.Of(plan.Root, plan.Labels));

    private static QueryProfile Profile(TraversalPlan plan, GraphView view, Budget budget)
    {
        var profiles = plan.Root.Steps.ConvertAll(step => new StepProfile(step));
        var expected = Estimate(plan, view);
        var result = Run(plan, view, budget, profiles);
        return new QueryProfile(result, StepProfile.Report(profiles, expected));
    }

    private static QueryResult Report(GraphView view, IReadOnlyList<StepReport> reports, Budget budget) =>
        new(view, [.. reports.Select(report => TypedValue.Read(report.ToValue()))], budget);

    /// <summary>The query in two halves, for a graph that lies in parts.</summary>
    public TraversalParts Split(IReadOnlyDictionary<string, MetadataValue>? parameters) => TraversalParts.Of(_syntax, _dialect, parameters ?? new QueryParameters());

    /// <summary>The text with its parameters filled in.</summary>
    public string Bind(IReadOnlyDictionary<string, MetadataValue>? parameters)
    {
        PlanOf(parameters);
        return new TraversalText(parameters ?? new QueryParameters()).Of(((ChainSyntax)_syntax).Links);
    }

    /// <summary>Runs steps that begin with rows of their own.</summary>
    public static List<object?> RunOnRows(TraversalPlan plan, GraphView view, Budget budget) =>
        Guarded(budget, () =>
        {
            var items = new List<object?>();
            Collect(plan, new TraversalGraph(view, plan, null), budget, null, items);
            return new Presentation(view, budget).OfResults(items);
        });

    private static QueryResult Run(TraversalPlan plan, GraphView view, Budget budget, List<StepProfile>? profiles) => Guarded(budget, () =>
    {
        if (plan.Mutates) return Write(plan, view, budget, profiles);
        var graph = new TraversalGraph(view, plan, null);
        if (profiles is null && !budget.Options.AllowPartial && plan is { Subgraph: null, Partition: null, Terminal: not Terminal.First } && graph.IsPlainView)
        {
            // Without steps of its own behind the plan the query needs no traversers.
            if (plan.Root.Steps is [PlannedStart all])
            {
                using var run = all.RunAlone(view, budget);
                return QueryResult.OfTraversal(run);
            }

            if (plan.Root.Steps is [PlannedStart { GivesElements: true } start, PropertiesStep { OnlyValueOf: { } key }])
                return new QueryResult(view, new Presentation(view, budget).OfResults(start.ReadValues(key, view, budget)), budget);
        }

        var items = new List<object?>();
        string? limit = null;
        try
        {
            Collect(plan, graph, budget, profiles, items);
        }
        catch (QueryLimitException e) when (budget.Options.AllowPartial)
        {
            limit = e.Limit;
        }

        // What was found has time of its own to be presented.
        var left = limit is null ? budget : new Budget(budget.Options, budget.Cancellation) { At = budget.At };
        return new QueryResult(view, new Presentation(view, left).OfResults(items), left, limit);
    });

    private static T Guarded<T>(Budget budget, Func<T> run)
    {
        var before = NestedWork.Begin(budget);
        try
        {
            return run();
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

    private static QueryResult Write(TraversalPlan plan, GraphView view, Budget budget, List<StepProfile>? profiles)
    {
        if (view.Kind != ViewKind.Live) throw budget.At.Error("The past cannot be changed: run the query on the live graph");
        var items = new List<object?>();
        view.Graph.Write(change => Collect(plan, new TraversalGraph(change.View, plan, new PendingChanges(change)), budget, profiles, items));
        // What the elements are now is seen once the transaction is committed.
        var after = view.Graph.Live;
        return new QueryResult(after, new Presentation(after, budget).OfResults(items), budget);
    }

    private static void Collect(TraversalPlan plan, TraversalGraph graph, Budget budget, List<StepProfile>? profiles, List<object?> items)
    {
        var held = 0L;
        foreach (var item in Items(plan, graph, budget, profiles))
        {
            budget.CheckResults(items.Count + 1L);
            // A path is as large as it is long, and those of a cycle have no end.
            budget.CheckElements(held += item is TraversalPath path ? 1 + path.Count : 1);
            items.Add(item);
        }
    }

    private static IEnumerable<object?> Items(TraversalPlan plan, TraversalGraph graph, Budget budget, List<StepProfile>? profiles)
    {
        GraphFilters.Apply(plan, graph, budget);
        foreach (var traverser in new TraversalRun(plan, graph, budget) { Profiles = profiles }.Results())
        {
            for (var i = 0L; i < traverser.Bulk; i++)
            {
                budget.Tick();
                yield return traverser.Value;
                if (plan.Terminal == Terminal.First) yield break;
            }
        }
    }
}
