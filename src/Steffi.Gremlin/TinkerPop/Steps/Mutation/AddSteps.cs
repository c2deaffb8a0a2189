namespace Steffi.Gremlin.TinkerPop;

/// <summary>A step that takes the property() calls after it.</summary>
internal interface ITakesProperties
{
    List<GivenProperty> Properties { get; }
}

internal sealed class AddVertexStep(Given label) : MapStep, ITakesProperties
{
    public List<GivenProperty> Properties { get; } = [];

    public override bool Mutates => true;

    public override IEnumerable<Traversal> Children => label.Children.Concat(Properties.SelectMany(property => property.Children));

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var element = NewElement.Of(Properties, traverser, isVertex: true);
        value = traverser.Run.AddVertex(element.Id, element.Label ?? label.Label(traverser), element.Properties);
        return true;
    }
}

internal sealed class AddEdgeStep(Given label) : MapStep, ITakesProperties
{
    public Given? From { get; set; }

    public Given? To { get; set; }

    public List<GivenProperty> Properties { get; } = [];

    public override bool Mutates => true;

    public override PathMode Paths => PathMode.Labels;

    public override IEnumerable<Traversal> Children =>
        label.Children.Concat(Properties.SelectMany(property => property.Children)).Concat(From?.Children ?? []).Concat(To?.Children ?? []);

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var element = NewElement.Of(Properties, traverser, isVertex: false);
        var name = element.Label ?? label.Label(traverser);
        value = traverser.Run.AddEdge(
            element.Id, name, End(traverser, From, $"addE({name}).from()"), End(traverser, To, $"addE({name}).to()"), element.Properties);
        return true;
    }

    private static Vertex End(Traverser traverser, Given? given, string where)
    {
        var found = traverser.Value;
        if (given is { Traversal: not null } computed && !computed.TryGet(traverser, out found)) found = null;
        // A name that is no label is an id.
        else if (given is { Traversal: null, Value: string name } && !ScopeValues.TryGet(traverser, name, Pop.Last, out found)) found = name;
        else if (given is { Traversal: null, Value: not string } direct) found = direct.Value;
        return found as Vertex ?? (given is null ? null : traverser.Run.Graph.FindVertex(found)) ?? throw new StepFailure(
            $"The value given to {where} must resolve to a Vertex or the ID of a Vertex present in the graph"
            + (found is null ? ", but null was specified instead" : ". The provided value does not match any vertices in the graph"));
    }
}

/// <summary><c>property(…)</c> on elements that exist.</summary>
internal sealed class PropertyStep(GivenProperty property) : SideEffectStep
{
    public GivenProperty Property => property;

    public override bool Mutates => true;

    public override IEnumerable<Traversal> Children => property.Children;

    protected override void Act(Traverser traverser, RunScope scope)
    {
        var element = traverser.Value as TraversalElement ?? throw new StepFailure($"{Describe.Type(traverser.Value)} takes no property: only an element does");
        foreach (var (key, value, cardinality) in property.Resolve(traverser))
        {
            if (key is not (string or null)) throw new StepFailure($"T.{Describe.Value(key)} is immutable on existing elements");
            Cardinalities.Set(scope.Run, element, (string?)key, value, cardinality);
        }
    }
}

/// <summary>Metadata holds one value a key: a second one beside it cannot be.</summary>
internal static class Cardinalities
{
    public static void Set(TraversalRun run, TraversalElement element, string? key, object? value, Cardinality? cardinality)
    {
        GraphChanges.CheckKey(key);
        Check(element is Vertex, key, cardinality);
        if (cardinality is Cardinality.Set or Cardinality.List && run.Graph.TryGet(element, key, out var held))
        {
            if (cardinality == Cardinality.Set && Comparing.AreEqual(held, value)) return;
            throw new StepFailure($"{key} has a value already, and a key has only one: multi-properties are not supported");
        }

        run.SetProperty(element, key, value);
    }

    /// <exception cref="StepFailure">A cardinality is given where none can be.</exception>
    public static void Check(bool isVertex, object? key, Cardinality? cardinality)
    {
        if (cardinality is not null && !isVertex)
            throw new StepFailure($"Property cardinality can only be set for a Vertex but the traversal encountered Edge for key: {Describe.Value(key)}");
    }
}
