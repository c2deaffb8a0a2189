namespace Steffi.Gremlin.TinkerPop;

/// <summary>Steps that go through the graph and read it, and those that reduce, order and pick.</summary>
internal static class MapTable
{
    public static IReadOnlyDictionary<string, Func<Arguments, Step>> Steps { get; } = new Dictionary<string, Func<Arguments, Step>>
    {
        ["V"] = given => new GraphStep(wantsEdges: false, given.Count > 0 ? given.Ids() : null),
        ["E"] = given => new GraphStep(wantsEdges: true, given.Count > 0 ? given.Ids() : null),
        ["out"] = given => Move(given, EdgeDirection.Out, toEdges: false),
        ["in"] = given => Move(given, EdgeDirection.In, toEdges: false),
        ["both"] = given => Move(given, EdgeDirection.Both, toEdges: false),
        ["outE"] = given => Move(given, EdgeDirection.Out, toEdges: true),
        ["inE"] = given => Move(given, EdgeDirection.In, toEdges: true),
        ["bothE"] = given => Move(given, EdgeDirection.Both, toEdges: true),
        ["to"] = given => Move(given, Direction(given), toEdges: false),
        ["toE"] = given => Move(given, Direction(given), toEdges: true),
        ["toV"] = given => new EndStep(Direction(given)),
        ["outV"] = _ => new EndStep(EdgeDirection.Out),
        ["inV"] = _ => new EndStep(EdgeDirection.In),
        ["bothV"] = _ => new EndStep(EdgeDirection.Both),
        ["otherV"] = _ => new OtherEndStep(),
        ["properties"] = given => new PropertiesStep(given.Texts(), wantsValues: false),
        ["values"] = given => new PropertiesStep(given.Texts(), wantsValues: true),
        ["propertyMap"] = given => new ValueMapStep(given.Texts(), wantsProperties: true),
        ["valueMap"] = ValueMap,
        ["elementMap"] = given => new ElementMapStep(given.Texts()),
        ["element"] = _ => new OwnerStep(),
        ["id"] = _ => new TokenStep(ElementToken.Id),
        ["label"] = _ => new TokenStep(ElementToken.Label),
        ["key"] = _ => new TokenStep(ElementToken.Key),
        ["value"] = _ => new TokenStep(ElementToken.Value),
        ["select"] = Select,
        ["project"] = Project,
        ["path"] = _ => new PathStep(),
        ["match"] = given => new MatchStep(MatchPatterns.Of(given.Traversals(), given)),
        ["count"] = given => FilterTable.IsLocal(given) ? new CountLocalStep() : new CountStep(),
        ["sum"] = given => Aggregate(given, Aggregation.Sum),
        ["min"] = given => Aggregate(given, Aggregation.Min),
        ["max"] = given => Aggregate(given, Aggregation.Max),
        ["mean"] = given => Aggregate(given, Aggregation.Mean),
        ["fold"] = given => given.Count == 0 ? new FoldStep(hasSeed: false, null, default) : new FoldStep(hasSeed: true, given.Any(), Operator(given)),
        ["order"] = given => FilterTable.IsLocal(given) ? new OrderLocalStep() : new OrderStep(),
        ["unfold"] = _ => new UnfoldStep(),
        ["map"] = given => new MapTraversalStep(given.Traversal()),
        ["flatMap"] = given => new FlatMapTraversalStep(given.Traversal()),
        ["constant"] = given => new ConstantStep(given.Any()),
        ["identity"] = _ => new IdentityStep(),
        ["loops"] = given => new LoopsStep(given.Count > 0 ? given.Text() : null),
        ["index"] = _ => new IndexStep(),
        ["math"] = given => new MathStep(new MathExpression(given.Text())),
        ["addV"] = given => new AddVertexStep(given.Count > 0 ? Label(given) : new Given(LabelKeys.DefaultVertex)),
        ["addE"] = given => new AddEdgeStep(given.Given()),
        ["mergeV"] = given => new MergeVertexStep(given.Count > 0 ? given.Given() : null),
        ["mergeE"] = given => new MergeEdgeStep(given.Count > 0 ? given.Given() : null),
    };

    public static SackOperator Operator(Arguments given) => given.Try<SackOperator>(out var found) ? found : throw given.Expecting("an operator");

    private static EdgeDirection Direction(Arguments given) => given.Try<EdgeDirection>(out var direction) ? direction : throw given.Expecting("a direction");

    private static MoveStep Move(Arguments given, EdgeDirection direction, bool toEdges) => new(direction, toEdges, given.Texts());

    private static Given Label(Arguments given) =>
        given.Given() is var label && (label.Traversal is not null || label.Value is not null) ? label : throw given.Refuse("vertexLabel cannot be null");

    private static Step Aggregate(Arguments given, Aggregation aggregation) =>
        FilterTable.IsLocal(given) ? new AggregationLocalStep(aggregation) : new AggregationStep(aggregation);

    private static ValueMapStep ValueMap(Arguments given)
    {
        var tokens = given.Try<bool>(out var wanted) && wanted ? ValueMapStep.AllTokens : 0;
        return new ValueMapStep(given.Texts(), wantsProperties: false) { TokensWanted = tokens };
    }

    private static ProjectStep Project(Arguments given)
    {
        var names = given.SomeNames();
        return names.Distinct().Count() == names.Length ? new ProjectStep(names) : throw given.Refuse("keys must be unique in ProjectStep");
    }

    private static Step Select(Arguments given)
    {
        if (given.Try<Column>(out var column)) return new SelectColumnStep(column);
        var pop = given.Try<Pop>(out var asked) ? asked : Pop.Last;
        if (given.Try<Traversal>(out var key)) return new SelectByTraversalStep(pop, key);
        return given.Count > 0 ? new SelectStep(pop, given.Each(name => name is string or Enum ? name : throw given.Expecting("a name"))) : throw given.Expecting("a name");
    }
}
