namespace Steffi.Gremlin;

/// <summary>From the tree to what each step means in its place.</summary>
internal static class QueryBinder
{
    /// <summary>What the parser of Skydive refuses, this refuses for every step, before any meaning is looked for.</summary>
    /// <exception cref="QueryException">A step or predicate is unknown, or its arguments do not fit.</exception>
    public static StepCall[] Check(QuerySyntax query, GremlinDialect dialect, IReadOnlyDictionary<string, MetadataValue>? parameters)
    {
        var binder = new ArgumentBinder(parameters);
        var calls = new StepCall[query.Steps.Count];
        for (var i = 0; i < calls.Length; i++)
        {
            var step = query.Steps[i];
            var definition = dialect.Find(step.Name) ?? throw Unexpected(step, $"Expected step function, got: {step.Name}", "step function");
            calls[i] = binder.Bind(step);
            definition.Check(calls[i]);
        }

        return calls;
    }

    /// <exception cref="QueryException">A step means nothing after the one before it.</exception>
    public static List<LogicalStep> Bind(StepCall[] calls, GremlinDialect dialect)
    {
        var steps = new List<LogicalStep>(calls.Length);
        LogicalStep? previous = null;
        foreach (var call in calls)
        {
            var definition = dialect.Find(call.Name)!;
            if (previous is LogicalReport) throw call.Fail($"Explain and Profile stand at the end of a query, not before {call.Name}");
            var input = previous?.Output ?? Shape.Graph;
            previous = input == Shape.Open && definition is not ReportStep ? new LogicalOpen(call.At, call, definition) : definition.Bind(call, input, previous);
            steps.Add(previous);
        }

        return steps;
    }

    private static QuerySyntaxException Unexpected(StepSyntax step, string reason, string expected) =>
        new(reason, step.At.Line, step.At.Column, step.Name, expected);
}
