namespace Steffi.Gremlin.TinkerPop;

/// <summary>The operators of sack(), fold() and withSideEffect().</summary>
internal static class Reducing
{
    public static object? Apply(SackOperator reducer, object? left, object? right) => reducer switch
    {
        // Nothing stays nothing, and changes nothing.
        SackOperator.Sum or SackOperator.SumLong or SackOperator.Minus or SackOperator.Mult or SackOperator.Div when left is null || right is null => left,
        SackOperator.Sum or SackOperator.SumLong => Arithmetic.Add(left, right),
        SackOperator.Minus => Arithmetic.Subtract(left, right),
        SackOperator.Mult => Arithmetic.Multiply(left, right),
        SackOperator.Div => Arithmetic.Divide(left, right),
        SackOperator.Min => Arithmetic.Min(left, right),
        SackOperator.Max => Arithmetic.Max(left, right),
        SackOperator.Assign => right,
        SackOperator.And => Bool(left) && Bool(right),
        SackOperator.Or => Bool(left) || Bool(right),
        _ => AddAll(left, right),
    };

    private static bool Bool(object? value) => value is bool flag ? flag : throw new StepFailure($"{Describe.Type(value)} is no boolean");

    private static object? AddAll(object? left, object? right)
    {
        switch (left, right)
        {
            case (null, _): return right;
            case (_, null): return left;
            case (TraversalMap map, TraversalMap more):
                var both = new TraversalMap(map);
                foreach (var (key, value) in more) both[key] = value;
                return both;
            case (TraversalSet set, _):
                return new TraversalSet(set.Concat(Items(right)));
            case (IEnumerable<object?> list, _):
                return list.Concat(Items(right)).ToList();
            default:
                throw new StepFailure($"Objects must be both of Map or Collection: left={Describe.Type(left)}, right={Describe.Type(right)}");
        }
    }

    private static IEnumerable<object?> Items(object? value) => value as IEnumerable<object?> ?? [value];
}
