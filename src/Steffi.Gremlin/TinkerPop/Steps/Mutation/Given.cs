namespace Steffi.Gremlin.TinkerPop;

/// <summary>An argument that is a value, or a traversal that gives one for each traverser.</summary>
internal readonly record struct Given(object? Value, Traversal? Traversal = null)
{
    public IEnumerable<Traversal> Children => Traversal is null ? [] : [Traversal];

    /// <returns>False where the traversal gives nothing.</returns>
    public bool TryGet(Traverser traverser, out object? value)
    {
        if (Traversal is { } traversal) return traversal.TryFirst(traverser, out value);
        value = Value;
        return true;
    }

    public object? Get(Traverser traverser) =>
        TryGet(traverser, out var value) ? value : throw new StepFailure("The provided traverser does not map to a value");

    public string Label(Traverser traverser) => Get(traverser) switch
    {
        null => throw new StepFailure("Label can not be null"),
        string label => label,
        var other => throw new StepFailure($"A label is a string, not {Describe.Type(other)}"),
    };
}

/// <summary>One <c>property(…)</c>.</summary>
internal sealed record GivenProperty(Cardinality? Cardinality, Given Key, Given Value)
{
    public IEnumerable<Traversal> Children => Key.Children.Concat(Value.Children);

    /// <summary>The keys and values; several where one map was given.</summary>
    public IEnumerable<(object? Key, object? Value, Cardinality? Cardinality)> Resolve(Traverser traverser)
    {
        if (!Key.TryGet(traverser, out var key) || !Value.TryGet(traverser, out var value)) yield break;
        if (key is TraversalMap map)
        {
            foreach (var (name, held) in map) yield return Unwrap(name, held);
        }
        else
        {
            yield return Unwrap(key, value);
        }
    }

    private (object?, object?, Cardinality?) Unwrap(object? key, object? value) =>
        value is CardinalityValue given ? (key, given.Value, given.Cardinality) : (key, value, Cardinality);
}

/// <summary>What addV and addE make their element of.</summary>
internal sealed class NewElement
{
    public object? Id { get; private set; }

    public string? Label { get; private set; }

    public List<(string Key, object? Value)> Properties { get; } = [];

    public static NewElement Of(IEnumerable<GivenProperty> given, Traverser traverser, bool isVertex)
    {
        var element = new NewElement();
        foreach (var (key, value, cardinality) in given.SelectMany(property => property.Resolve(traverser)))
        {
            Cardinalities.Check(isVertex, key, cardinality);
            element.Add(key, value);
        }

        return element;
    }

    private void Add(object? key, object? value)
    {
        switch (key)
        {
            case ElementToken.Id:
                Id = value;
                break;
            case ElementToken.Label:
                Label = value as string ?? throw new StepFailure($"A label is a string, not {Describe.Type(value)}");
                break;
            case string name:
                // What comes later wins, as metadata holds one value a key.
                Properties.RemoveAll(property => property.Key == name);
                Properties.Add((name, value));
                break;
            default:
                throw new StepFailure($"A property's key is a string, not {Describe.Type(key)}");
        }
    }
}
