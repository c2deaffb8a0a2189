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
        "StandardVerificationStrategy", "GValueReductionStrategy", "VertexProgramRestrictionStrategy", "VertexProgramStrategy", "TinkerGraphStepStrategy", "TinkerGraphCountStrategy",
    ];

    private static readonly HashSet<string> WithEffect =
    [
        "EdgeLabelVerificationStrategy", "PartitionStrategy", "ProductiveByStrategy", "ReadOnlyStrategy", "ReservedKeysVerificationStrategy", "SeedStrategy", "SubgraphStrategy",
    ];

    private readonly Dictionary<string, Action<Step>> _verifications = [];

    public bool MergesBetweenMoves { get; private set; } = true;

    public int? Seed { get; private set; }

    public SubgraphFilter? Subgraph { get; private set; }

    public PartitionFilter? Partition { get; private set; }

    public IReadOnlyCollection<string>? ProductiveKeys { get; private set; }

    public void Add(TraversalSyntax syntax, ExpressionBinder expressions)
    {
        var link = NameOf(syntax);
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var argument in link.Arguments ?? [])
            given[argument.Name ?? throw ExpressionBinder.Unfit(link, $"{link.Name} takes named arguments")] = expressions.Bind(argument.Value);
        T? Of<T>(string name) => given.TryGetValue(name, out var value) && value is T found ? found : default;
        bool Is(string name, bool otherwise) => given.TryGetValue(name, out var value) ? value is true : otherwise;
        List<string> Many(string name) => [.. (Of<IEnumerable<object?>>(name) ?? []).OfType<string>()];

        switch (link.Name)
        {
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
                Seed = given.TryGetValue("seed", out var seed) && seed is not null ? (int)Arithmetic.ToLong(seed) : null;
                break;
            case "SubgraphStrategy":
                if (Of<Traversal>("vertexProperties") is not null) throw ExpressionBinder.Unfit(link, "vertexProperties: meta-properties are not supported");
                Subgraph = new SubgraphFilter(Of<Traversal>("vertices"), Of<Traversal>("edges"), Is("checkAdjacentVertices", true));
                break;
            case "PartitionStrategy":
                var key = Of<string>("partitionKey") ?? throw ExpressionBinder.Unfit(link, "PartitionStrategy needs a partitionKey");
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
        return WithoutEffect.Contains(link.Name) || WithEffect.Contains(link.Name) ? link : throw ExpressionBinder.Unfit(link, $"There is no strategy {link.Name}");
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
        foreach (var key in properties.Select(property => property.Key.Value as string))
            Refuse(step, key is not null && reserved.Contains(key), $"The provided traversal contains a {step.Name} that is setting a property key to a reserved word: {key}");
    }
}
