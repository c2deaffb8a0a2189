namespace Steffi.Gremlin.TinkerPop;

internal sealed class CountStep : ReduceStep
{
    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value)
    {
        var count = 0L;
        foreach (var traverser in input) count = checked(count + traverser.Bulk);
        value = count;
        return true;
    }
}

/// <summary><c>fold()</c>: a list; with a seed and an operator one value.</summary>
internal sealed class FoldStep(bool hasSeed, object? seed, SackOperator reducer) : ReduceStep
{
    public bool HasSeed => hasSeed;

    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value)
    {
        var list = new List<object?>();
        value = hasSeed ? seed : list;
        foreach (var traverser in input)
        {
            for (var i = 0L; i < traverser.Bulk; i++)
            {
                if (hasSeed) value = Reducing.Apply(reducer, value, traverser.Value);
                else list.Add(traverser.Value);
                scope.Run.Budget.CheckElements(value is List<object?> grown ? grown.Count : list.Count);
                scope.Run.Budget.Tick();
            }
        }

        return true;
    }
}

/// <summary>What <c>sum</c>, <c>min</c>, <c>max</c> and <c>mean</c> make of values. Nulls count for nothing, unless there is nothing else.</summary>
internal enum Aggregation
{
    Sum, Min, Max, Mean,
}

internal static class Aggregations
{
    public static bool TryApply(Aggregation aggregation, IEnumerable<(object? Value, long Bulk)> values, out object? result)
    {
        result = null;
        var any = false;
        var count = 0L;
        foreach (var (value, bulk) in values)
        {
            any = true;
            if (value is null) continue;
            result = aggregation switch
            {
                Aggregation.Min => Arithmetic.Min(result, value),
                Aggregation.Max => Arithmetic.Max(result, value),
                _ => Arithmetic.Add(result, Number(bulk == 1 ? value : Arithmetic.Multiply(value, Bulk(value, bulk)))),
            };
            count += bulk;
        }

        if (aggregation == Aggregation.Mean && result is not null) result = Arithmetic.DivideExactly(result, count);
        return any;
    }

    /// <summary>A factor that does not widen the kind of what it multiplies.</summary>
    private static object Bulk(object value, long bulk) => bulk <= int.MaxValue && NumberKinds.Of(value) is not (NumberKind.Long or NumberKind.BigInt) ? (int)bulk : bulk;

    private static object? Number(object? value) => NumberKinds.Of(value) != NumberKind.None ? value : throw new StepFailure($"{Describe.Type(value)} is no number: {Describe.Value(value)}");
}

internal sealed class AggregationStep(Aggregation aggregation) : ReduceStep
{
    public Aggregation Aggregation => aggregation;

    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value) =>
        Aggregations.TryApply(aggregation, input.Select(traverser => (traverser.Value, traverser.Bulk)), out value);
}

/// <summary><c>sum(local)</c> and its kin, over the items of a collection; a single value is its own.</summary>
internal sealed class AggregationLocalStep(Aggregation aggregation) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value) =>
        Aggregations.TryApply(aggregation, Items(traverser.Value).Select(item => (item, 1L)), out value);

    private static IEnumerable<object?> Items(object? value) => value switch
    {
        TraversalMap map => map.Values,
        IEnumerable<object?> items => items,
        _ => [value],
    };
}

/// <summary><c>count(local)</c>.</summary>
internal sealed class CountLocalStep : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            TraversalMap map => map.Count,
            TraversalTree tree => CountAll(tree),
            IEnumerable<object?> items => items.LongCount(),
            null => 0L,
            _ => 1L,
        };
        value = Arithmetic.ToLong(value);
        return true;
    }

    private static long CountAll(TraversalTree tree) => tree.Count;
}
