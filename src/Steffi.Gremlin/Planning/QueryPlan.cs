using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Steffi.Gremlin;

/// <summary>The operators of one query, or the error that running it gives whatever the graph.</summary>
internal sealed class QueryPlan
{
    private readonly IReadOnlyList<LogicalStep> _steps;
    private readonly Operator[] _operators;
    private readonly LogicalReport? _report;
    private readonly QueryException? _error;

    private QueryPlan(IReadOnlyList<LogicalStep> steps, QueryException? error)
    {
        _report = steps.LastOrDefault() as LogicalReport;
        if (_report is not null) steps = [.. steps.SkipLast(1)];
        _steps = steps;
        _operators = Operators.Of(steps);
        _error = error;
    }

    /// <inheritdoc cref="GremlinQuery.AsStandingFilter"/>
    public LogicalNodes? AsStandingFilter => _report is null && _steps is [LogicalNodes { IsStandingFilter: true } step] ? step : null;

    public static QueryPlan Make(StepCall[] calls, GremlinDialect dialect)
    {
        try
        {
            return new QueryPlan(Planner.Plan(QueryBinder.Bind(calls, dialect)), null);
        }
        catch (QueryException e)
        {
            // In Skydive a query that parses fails when it runs, so it must be kept until then.
            return new QueryPlan([], e);
        }
    }

    public QueryResult Run(GraphView view, QueryOptions options, CancellationToken cancel)
    {
        Refuse();
        using var run = new QueryRun(view, options, cancel);
        if (_report is null && options.AllowPartial) return RunUntilLimit(run);
        if (_report is null) RunSteps(run, null);
        else run.HandOnValues([.. (_report.Runs ? ProfileSteps(run) : Estimate(view)).Select(step => step.ToValue())]);
        return QueryResult.Of(run);
    }

    /// <summary>Rows as they are found.</summary>
    public IAsyncEnumerable<ResultRow> StreamAsync(GraphView view, QueryOptions options, CancellationToken cancel)
    {
        Refuse();
        return new RowStream(_report is null ? _steps : [], Run).ReadAsync(view, options, cancel);
    }

    private QueryResult RunUntilLimit(QueryRun run)
    {
        var ran = -1;
        try
        {
            RunSteps(run, (step, _) => ran = step);
            return QueryResult.Of(run);
        }
        catch (QueryLimitException e)
        {
            // Only of the last step rows are rows of the result, and only where it hands on what it finds.
            run.KeepFound(_steps[^1].Output);
            if (ran + 2 != _steps.Count || _steps[^1] is LogicalSort or LogicalSelection { Top: not null }) run.Cut(0);
            return QueryResult.Of(run, e.Limit);
        }
    }

    /// <summary>What the steps would cost on a view.</summary>
    public IReadOnlyList<StepReport> Estimate(GraphView view)
    {
        Refuse();
        return new PlanEstimate(view).Of(_steps);
    }

    /// <summary>Runs, and tells what each step did.</summary>
    public QueryProfile Profile(GraphView view, QueryOptions options, CancellationToken cancel)
    {
        Refuse();
        using var run = new QueryRun(view, options, cancel);
        var steps = ProfileSteps(run);
        return new QueryProfile(QueryResult.Of(run), steps);
    }

    private List<StepReport> ProfileSteps(QueryRun run)
    {
        var expected = Estimate(run.Scope.View);
        var reports = new List<StepReport>();
        RunSteps(run, (step, time) => reports.Add(expected[step] with { Rows = run.RowCount, Time = time }));
        return reports;
    }

    private void RunSteps(QueryRun run, Action<int, TimeSpan>? ran)
    {
        for (var i = 0; i < _operators.Length; i++)
        {
            run.Budget.At = _operators[i].At;
            run.Budget.Check();
            var start = ran is null ? 0 : Stopwatch.GetTimestamp();
            _operators[i].Run(run);
            ran?.Invoke(i, Stopwatch.GetElapsedTime(start));
        }
    }

    public string Explain()
    {
        Refuse();
        return _steps.Count == 0 ? "G" : string.Join("\n", _steps);
    }

    /// <summary>A new exception each time: a plan may fail on many threads, and each has its own stack.</summary>
    private void Refuse()
    {
        if (_error is null) return;
        if (_error.GetType() == typeof(QueryException)) throw new QueryException(_error.Reason, _error.Line, _error.Column, _error);
        ExceptionDispatchInfo.Throw(_error);
    }
}
