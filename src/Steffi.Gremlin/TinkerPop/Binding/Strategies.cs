namespace Steffi.Gremlin.TinkerPop;

/// <summary>withStrategies() and withoutStrategies(). Those that only make TinkerPop's own runs faster change no result: they are known and do nothing.</summary>
internal sealed class Strategies
{
    private static readonly HashSet<string> WithoutEffect =
    [
        "AdjacentToIncidentStrategy", "ByModulatorOptimizationStrategy", "ComputerFinalizationStrategy", "ComputerVerificationStrategy", "ConnectiveStrategy",
        "CountStrategy", "EarlyLimitStrategy", "ElementIdStrategy", "EventStrategy", "FilterRankingStrategy", "GraphFilterStrategy", "HaltedTraverserStrategy",
        "IdentityRemovalStrategy", "IncidentToAdjacentStrategy", "InlineFilterStrategy", "LambdaRestrictionStrategy", "LazyBarrierStrategy",
        "MatchAlgorithmStrategy", "MatchPredicateStrategy", "MessagePassingReductionStrategy", "OptionsStrategy", "OrderLimitStrategy", "PathProcessorStrategy",
        "PathRetractionStrategy", "ProfileStrategy", "ReferenceElementStrategy", "RepeatUnrollStrategy", "SackStrategy", "SideEffectStrategy",
        "StandardVerificationStrategy", "GValueReductionStrategy", "TinkerGraphStepStrategy", "TinkerGraphCountStrategy",
    ];

    /// <summary>Those with an effect, and what each can be told.</summary>
    private static readonly Dictionary<string, string[]> Options = new(StringComparer.Ordinal)
    {
        ["EdgeLabelVerificationStrategy"] = ["throwException", "logWarning"],
        ["PartitionStrategy"] = ["partitionKey", "writePartition", "readPartitions", "includeMetaProperties"],
        ["ProductiveByStrategy"] = ["productiveKeys"],
        ["ReadOnlyStrategy"] = [],
        ["ReservedKeysVerificationStrategy"] = ["throwException", "logWarning", "keys"],
        ["SeedStrategy"] = ["seed"],
        ["SubgraphStrategy"] = ["vertices", "edges", "vertexProperties", "checkAdjacentVertices"],
        ["VertexProgramRestrictionStrategy"] = [],
        ["VertexProgramStrategy"] = ["graphComputer", "workers", "persist", "result", "vertices", "edges"],
    };

    private readonly Dictionary<string, Action<Step>> _verifications = [];

    private bool _wantsComputer;

    public bool MergesBetweenMoves { get; private set; } = true;

    public long? Seed { get; private set; }

    public SubgraphFilter? Subgraph { get; private set; }

    public PartitionFilter? Partition { get; private set; }

    public IReadOnlyCollection<string>? ProductiveKeys { get; private set; }

    public void Add(TraversalSyntax syntax, ExpressionBinder expressions)
    {
        var link = NameOf(syntax);
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var argument in link.Arguments ?? [])
            given[argument.Name ?? throw ExpressionBinder.Unfit(link, $"{link.Name} takes named arguments", "a name and a colon")] = expressions.Bind(argument.Value);
        T? Of<T>(string name) => !given.TryGetValue(name, out var value) || value is null ? default
            : value is T found ? found : throw ExpressionBinder.Unfit(link, $"{link.Name}: {name} cannot be {Describe.Value(value)}", name);
        bool Is(string name, bool otherwise) => Of<object>(name) is null ? otherwise : Of<bool>(name);
        List<string> Many(string name) => [.. (Of<IEnumerable<object?>>(name) ?? []).OfType<string>()];

        if (Options.TryGetValue(link.Name, out var known) && given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw ExpressionBinder.Unfit(link, $"{link.Name} has no {unknown}", known.Length > 0 ? string.Join(", ", known) : "')'");
        switch (link.Name)
        {
            case "VertexProgramStrategy":
                // There is no graph computer: it changes nothing but what the next one looks for.
                _wantsComputer = true;
                break;
            case "VertexProgramRestrictionStrategy":
                _verifications[link.Name] = step => Refuse(step, _wantsComputer, "The TraversalSource does not allow the use of a GraphComputer");
                break;
            case "ReadOnlyStrategy":
                _verifications[link.Name] = step => Refuse(step, step.Mutates, "The provided traversal has a mutating step and thus is not read only");
                break;
            case "EdgeLabelVerificationStrategy" when Is("throwException", false):
                _verifications[link.Name] = step => Refuse(
                    step, step is MoveStep { IsOpen: true }, $"The provided traversal contains a vertex step without any specified edge label: {step.Name}()");
                break;
            case "ReservedKeysVerificationStrategy" when Is("throwException", false):
                var reserved = given.ContainsKey("keys") ? Many("keys") : ["id", "label"];
                _verifications[link.Name] = step => RefuseKeys(step, reserved);
                break;
            case "SeedStrategy":
                Seed = Of<object>("seed") is not { } seed ? null : NumberKinds.Of(seed) is >= NumberKind.Byte and <= NumberKind.Long ? Arithmetic.ToLong(seed)
                    : throw ExpressionBinder.Unfit(link, $"SeedStrategy: seed cannot be {Describe.Value(seed)}", "an integer");
                break;
            case "SubgraphStrategy":
                Subgraph = new SubgraphFilter(Of<Traversal>("vertices"), Of<Traversal>("edges"), Of<Traversal>("vertexProperties"), Is("checkAdjacentVertices", true));
                break;
            case "PartitionStrategy":
                var key = Of<string>("partitionKey") ?? throw ExpressionBinder.Unfit(link, "PartitionStrategy needs a partitionKey", "partitionKey");
                Partition = new PartitionFilter(key, Of<string>("writePartition"), Many("readPartitions"));
                break;
            case "ProductiveByStrategy":
                ProductiveKeys = Many("productiveKeys");
                break;
        }
    }

    public void Remove(TraversalSyntax syntax)
    {
        var name = NameOf(syntax).Name;
        _verifications.Remove(name);
        switch (name)
        {
            case "VertexProgramStrategy": _wantsComputer = false; break;
            case "LazyBarrierStrategy": MergesBetweenMoves = false; break;
            case "SeedStrategy": Seed = null; break;
            case "SubgraphStrategy": Subgraph = null; break;
            case "PartitionStrategy": Partition = null; break;
            case "ProductiveByStrategy": ProductiveKeys = null; break;
        }
    }

    public void Verify(Traversal root)
    {
        foreach (var step in root.AllSteps)
        {
            foreach (var verify in _verifications.Values) verify(step);
        }
    }

    private static LinkSyntax NameOf(TraversalSyntax syntax)
    {
        if (syntax is not ChainSyntax { Links: [var link] })
            throw new QuerySyntaxException("The name of a strategy is expected", syntax.At.Line, syntax.At.Column, "", "a strategy");
        return WithoutEffect.Contains(link.Name) || Options.ContainsKey(link.Name) ? link : throw ExpressionBinder.Unfit(link, $"There is no strategy {link.Name}", "a strategy");
    }

    private static void Refuse(Step step, bool isWrong, string reason)
    {
        if (isWrong) throw new QuerySyntaxException(reason, step.At.Line, step.At.Column, step.Name, "another step");
    }

    private static void RefuseKeys(Step step, List<string> reserved)
    {
        var properties = step switch
        {
            ITakesProperties taker => taker.Properties,
            PropertyStep property => [property.Property],
            _ => [],
        };
        foreach (var key in properties.SelectMany(property => property.Key.Value is TraversalMap map ? map.Keys : [property.Key.Value]).OfType<string>())
            Refuse(step, reserved.Contains(key), $"The provided traversal contains a {step.Name} that is setting a property key to a reserved word: {key}");
    }
}
