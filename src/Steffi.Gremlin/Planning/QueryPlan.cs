using System.Runtime.ExceptionServices;

namespace Steffi.Gremlin;

/// <summary>The operators of one query, or the error that running it gives whatever the graph.</summary>
internal sealed class QueryPlan
{
    private readonly IReadOnlyList<LogicalStep> _steps;
    private readonly Operator[] _operators;
    private readonly QueryException? _error;

    private QueryPlan(IReadOnlyList<LogicalStep> steps, QueryException? error)
    {
        _steps = steps;
        _operators = Operators.Of(steps);
        _error = error;
    }

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
        foreach (var step in _operators)
        {
            run.Budget.At = step.At;
            run.Budget.Check();
            step.Run(run);
        }

        return QueryResult.Of(run);
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
