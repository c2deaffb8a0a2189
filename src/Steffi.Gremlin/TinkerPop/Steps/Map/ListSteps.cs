namespace Steffi.Gremlin.TinkerPop;

internal enum ListOperation
{
    Combine, Difference, Disjunct, Intersect, Merge, Product,
}

/// <summary><c>combine</c>, <c>difference</c>, <c>disjunct</c>, <c>intersect</c>, <c>merge</c>, <c>product</c>: a list with another one, or with a traversal's result.</summary>
internal sealed class ListStep(ListOperation operation, object? other, Traversal? traversal) : MapStep
{
    private readonly string _name = operation.ToString().ToLowerInvariant();

    public override IEnumerable<Traversal> Children => traversal is null ? [] : [traversal];

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        if (traverser.Value is null) throw new StepFailure($"Incoming traverser for {_name} step can't be null");
        var with = other;
        if (traversal is not null && !traversal.TryFirst(traverser, out with)) with = null;
        if (operation == ListOperation.Merge && traverser.Value is TraversalMap map)
        {
            value = MergeMaps(map, with);
            return true;
        }

        List<object?> left = [.. ListSteps.Incoming(traverser.Value, _name)], right = [.. Given(with)];
        if (operation == ListOperation.Product) traverser.Run.Budget.CheckElements((long)left.Count * right.Count);
        value = Apply(left, right);
        return true;
    }

    private IEnumerable<object?> Given(object? with) => with switch
    {
        null when traversal is null => throw new StepFailure($"Argument provided for {_name} step can't be null"),
        null => throw new StepFailure($"traversal argument for {_name} step must yield an iterable type, not null"),
        TraversalMap when operation == ListOperation.Merge => throw new StepFailure($"{_name} step type mismatch: expected argument to be Iterable but got Map"),
        IEnumerable<object?> items => items,
        _ when traversal is not null => throw new StepFailure($"traversal argument for {_name} step must yield an iterable type, not {Describe.Type(with)}"),
        _ => throw new StepFailure($"{_name} step can only take an array or an Iterable as an argument, encountered {Describe.Type(with)}"),
    };

    private TraversalMap MergeMaps(TraversalMap map, object? with) => with switch
    {
        TraversalMap more => (TraversalMap)Reducing.Apply(SackOperator.AddAll, map, more)!,
        MapEntry entry => (TraversalMap)Reducing.Apply(SackOperator.AddAll, map, new TraversalMap([KeyValuePair.Create(entry.Key, entry.Value)]))!,
        null => throw new StepFailure(traversal is null ? $"Argument provided for {_name} step can't be null" : $"traversal argument for {_name} step must yield an iterable type, not null"),
        _ => throw new StepFailure($"{_name} step expected provided argument to evaluate to a Map, encountered {Describe.Type(with)}"),
    };

    private object Apply(List<object?> left, List<object?> right)
    {
        switch (operation)
        {
            case ListOperation.Combine:
                return left.Concat(right).ToList();
            case ListOperation.Product:
                return left.SelectMany(_ => right, (a, b) => (object?)new List<object?> { a, b }).ToList();
            case ListOperation.Merge:
                return new TraversalSet(left.Concat(right));
        }

        TraversalSet a = new(left), b = new(right);
        return new TraversalSet(operation switch
        {
            ListOperation.Difference => a.Where(item => !b.Contains(item)),
            ListOperation.Intersect => a.Where(b.Contains),
            _ => a.Where(item => !b.Contains(item)).Concat(b.Where(item => !a.Contains(item))),
        });
    }
}

internal static class ListSteps
{
    /// <exception cref="StepFailure">It is no list.</exception>
    public static IEnumerable<object?> Incoming(object? value, string step) => value switch
    {
        null => throw new StepFailure($"Incoming traverser for {step} step can't be null"),
        IEnumerable<object?> items => items,
        _ => throw new StepFailure($"{step} step can only take an array or an Iterable type for incoming traversers, encountered {Describe.Type(value)}"),
    };
}
