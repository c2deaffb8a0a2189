namespace Steffi.Gremlin.TinkerPop;

internal static class SideEffectTable
{
    public static IReadOnlyDictionary<string, Func<Arguments, Step>> Steps { get; } = new Dictionary<string, Func<Arguments, Step>>
    {
        ["aggregate"] = Aggregate,
        ["cap"] = given => new CapStep(given.SomeNames()),
        ["group"] = given => given.Count > 0 ? new GroupSideEffectStep(given.Text()) : new GroupStep(),
        ["groupCount"] = given => given.Count > 0 ? new GroupCountSideEffectStep(given.Text()) : new GroupCountStep(),
        ["tree"] = given => given.Count > 0 ? new TreeSideEffectStep(given.Text()) : new TreeStep(),
        ["subgraph"] = given => new SubgraphStep(given.Text()),
        ["sideEffect"] = given => new SideEffectTraversalStep(given.Traversal()),
        ["inject"] = given => new InjectStep(given.Rest()),
        ["sack"] = given => given.Count > 0 ? new SackChangeStep(MapTable.Operator(given)) : new SackStep(),
        ["barrier"] = Barrier,
        ["fail"] = given => new FailStep(given.Count > 0 ? given.TextOrNull() : null),
        ["io"] = given => new IoStep(given.Text()),
        ["property"] = given => new PropertyStep(Property(given)),
    };

    public static GivenProperty Property(Arguments given)
    {
        Cardinality? cardinality = given.Try<Cardinality>(out var asked) ? asked : null;
        if (given.Count == 1)
        {
            return given.Try<TraversalMap>(out var map) ? new GivenProperty(cardinality, new Given(map), default)
                : given.TextOrNull() is null ? new GivenProperty(cardinality, new Given(new TraversalMap()), default) : throw given.Expecting("a value");
        }

        var key = given.Given();
        var value = given.Given();
        if (key.Value is ElementToken && value is { Traversal: null, Value: null }) throw given.Refuse("Value of T cannot be null");
        if (given.Count > 0) throw given.Unfit("meta-properties are not supported: a property has no properties");
        return new GivenProperty(cardinality, key, value);
    }

    private static Step Aggregate(Arguments given)
    {
        var isLocal = FilterTable.IsLocal(given);
        var key = given.Text();
        return isLocal ? new LocalStep(new Traversal([new AggregateStep(key)])) : new AggregateStep(key);
    }

    private static Step Barrier(Arguments given)
    {
        if (given.Try<BarrierKind>(out _)) return new NormSackStep();
        return new MergeBarrierStep(given.Count > 0 ? (int)Math.Clamp(given.Integer(), 1, int.MaxValue) : int.MaxValue);
    }
}
