namespace Steffi.Gremlin.TinkerPop;

/// <summary>Steps in the words of the contract that packages know: those of Skydive's dialect.</summary>
internal static class ContractWords
{
    /// <returns>Null where the contract has no word for it.</returns>
    public static StepCall? CallOf(Step step) => step switch
    {
        ExtensionCallStep extension => extension.Call,
        HasKeyPresentStep { Key: { } key } has => Call(step, has.IsWanted ? "HasKey" : "HasNot", Text(key)),
        OrStep when EitherOf(step.Children) is { } pairs => Call(step, "HasEither", pairs),
        FilterStep or BothStep when AllOf(step) is { } pairs => Call(step, "Has", pairs),
        RangeStep { Range: { From: 0 } range } => Call(step, "Limit", StepArgument.OfValue(range.To)),
        RangeStep { Range: var range } => Call(step, "Range", StepArgument.OfValue(range.From), StepArgument.OfValue(range.To)),
        DedupStep { IsPlain: true } => Call(step, "Dedup"),
        OrderStep { Bys: [{ Key: { } key, Order: not SortOrder.Shuffle } by] } =>
            Call(step, "Sort", StepArgument.OfConstant(by.Order == SortOrder.Desc ? QueryConstant.Desc : QueryConstant.Asc), Text(key)),
        PropertiesStep { OnlyValueOf: { } key } => Call(step, "Values", Text(key)),
        MoveStep { ToEdges: false, IsOpen: true } move => Call(step, move.Direction.ToString()),
        CountStep => Call(step, "Count"),
        _ => null,
    };

    /// <summary>The pairs of a key and what it must be, all of which the step demands; null where it demands something else.</summary>
    private static StepArgument[]? AllOf(Step step) => step switch
    {
        { Labels.Length: > 0 } => null,
        HasStep { Key: { } key } has => [Text(key), ValueOf(has.Predicate) ?? StepArgument.OfTest($"{has.Predicate}", new PredicateTest(has.Predicate))],
        HasKeyPresentStep { Key: { } key } has => [Text(key), StepArgument.OfTest(has.IsWanted ? "present" : "absent", new HeldTest(has.IsWanted))],
        BothStep both => Join([AllOf(both.First), AllOf(both.Second)]),
        AndStep or TraversalFilterStep { IsNegated: false } => Join(step.Children.SelectMany(condition => condition.Steps.Select(AllOf))),
        _ => null,
    };

    private static StepArgument[]? EitherOf(IEnumerable<Traversal> conditions) =>
        Join(conditions.Select(condition => condition.Steps is [var only] && AllOf(only) is [var key, var value] ? (StepArgument[])[key, value] : null));

    private static StepArgument[]? Join(IEnumerable<StepArgument[]?> parts) =>
        parts.ToArray() is { Length: > 0 } all && Array.TrueForAll(all, part => part is not null) ? [.. all.SelectMany(part => part!)] : null;

    private static StepArgument? ValueOf(Predicate predicate) => predicate switch
    {
        EqualPredicate { IsNegated: false } equal => Value(equal.Operand),
        EqualPredicate equal => Predicate("Ne", [equal.Operand]),
        OrderPredicate { Comparison: var comparison } order => Predicate(
            comparison switch { Comparison.Less => "Lt", Comparison.LessOrEqual => "Lte", Comparison.Greater => "Gt", _ => "Gte" }, [order.Operand]),
        MemberPredicate member => Predicate(member.IsNegated ? "Without" : "Within", [.. member.Operands]),
        _ => null,
    };

    private static StepArgument? Predicate(string name, object?[] operands) =>
        Array.ConvertAll(operands, Value) is var values && Array.TrueForAll(values, value => value is not null) ? StepArgument.OfPredicate(name, values!) : null;

    /// <summary>Null for a value that metadata has no kind of its own for.</summary>
    private static StepArgument? Value(object? value) => value switch
    {
        string or bool or int or double => StepArgument.OfValue(TypedValue.Write(value)),
        long number => StepArgument.OfValue(number),
        _ => null,
    };

    private static StepArgument Text(string text) => StepArgument.OfValue(text);

    private static StepCall Call(Step step, string name, params StepArgument[] arguments) => new(name, arguments, step.At, bound: false);
}
