namespace Steffi.Gremlin.TinkerPop;

internal sealed class IdentityStep : Step
{
    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope) => input;
}

internal sealed class ConstantStep(object? constant) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = constant;
        return true;
    }
}

/// <summary><c>unfold()</c>: the items of a collection, the entries of a map.</summary>
internal sealed class UnfoldStep : FlatMapStep
{
    protected override IEnumerable<object?> Expand(Traverser traverser) => traverser.Value switch
    {
        TraversalMap map => map.Select(pair => new MapEntry(pair.Key, pair.Value)),
        TraversalTree tree => tree.Branches.Select(branch => new MapEntry(branch.Key, branch.Value)),
        IEnumerable<object?> items => items.ToList(),
        var other => [other],
    };
}

/// <summary><c>loops()</c>: rounds that the innermost repeat, or that of a name, has done.</summary>
internal sealed class LoopsStep(string? name) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var frame = traverser.Loops;
        while (name is not null && frame is not null && frame.Name != name) frame = frame.Outer;
        value = frame?.Count ?? (name is null ? 0 : throw new StepFailure($"Loop name not defined: {name}"));
        return true;
    }
}

/// <summary><c>index()</c>: items with their numbers; with the indexer map a map from number to item.</summary>
internal sealed class IndexStep : MapStep
{
    public const string IndexerKey = "~tinkerpop.index.indexer";

    public bool WantsMap { get; set; }

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var items = traverser.Value switch
        {
            TraversalMap map => map.Select(pair => (object?)new MapEntry(pair.Key, pair.Value)),
            IEnumerable<object?> list => list,
            var single => [single],
        };
        value = WantsMap
            ? new TraversalMap(items.Select((item, i) => KeyValuePair.Create((object?)i, item)))
            : items.Select((item, i) => (object?)new List<object?> { item, i }).ToList();
        return true;
    }
}
