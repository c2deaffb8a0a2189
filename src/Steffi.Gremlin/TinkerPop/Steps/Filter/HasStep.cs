namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>has('age', gt(30))</c>: the value at a key fits.</summary>
internal sealed class HasStep(string? key, Predicate predicate) : FilterStep
{
    public string? Key => key;

    public Predicate Predicate => predicate;

    protected override bool Passes(Traverser traverser, RunScope scope) =>
        key is not null && TryGet(scope, traverser.Value, key, out var value) && predicate.Passes(value);

    /// <summary>What stands at a key of an element; of a map, as a package's row is one, also at a dotted path.</summary>
    public static bool TryGet(RunScope scope, object? holder, string key, out object? value)
    {
        value = null;
        if (holder is TraversalElement element) return scope.Run.Graph.TryGet(element, key, out value);
        if (holder is not TraversalMap map) return false;
        if (map.TryGetValue(key, out value)) return true;
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && map.TryGetValue(key[..dot], out var inner) && TryGet(scope, inner, key[(dot + 1)..], out value);
    }
}

/// <summary><c>has(T.label, 'person')</c> and <c>hasLabel</c>, <c>hasId</c>, <c>hasKey</c>, <c>hasValue</c>.</summary>
internal sealed class HasTokenStep(ElementToken token, Predicate predicate) : FilterStep
{
    private readonly Predicate _predicate = token == ElementToken.Id ? ByText(predicate) : predicate;

    public ElementToken Token => token;

    public Predicate Predicate => predicate;

    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        if (traverser.Value is not (TraversalElement or ElementProperty)) return false;
        if (token is ElementToken.Key or ElementToken.Value && traverser.Value is not ElementProperty) return false;
        return Tokens.TryGet(scope.Run.Graph, traverser.Value, token, out var value)
            && _predicate.Passes(token == ElementToken.Id && !ReferenceEquals(_predicate, predicate) ? TraversalGraph.TextOfId(value) : value);
    }

    /// <summary>An id is found by its number and by its text: "1" and 1 are one id.</summary>
    private static Predicate ByText(Predicate predicate) => predicate is EqualPredicate or MemberPredicate ? predicate.With(TraversalGraph.TextOfId) : predicate;
}

/// <summary><c>has('name')</c> and <c>hasNot('name')</c>.</summary>
internal sealed class HasKeyPresentStep(string? key, bool wanted) : FilterStep
{
    public string? Key => key;

    public bool IsWanted => wanted;

    protected override bool Passes(Traverser traverser, RunScope scope) =>
        (key is not null && HasStep.TryGet(scope, traverser.Value, key, out _)) == wanted;
}

/// <summary><c>has('person', 'age', gt(30))</c>: a label and a key.</summary>
internal sealed class BothStep(FilterStep first, FilterStep second) : Step
{
    public FilterStep First => first;

    public FilterStep Second => second;

    public override IEnumerable<Traversal> Children => first.Children.Concat(second.Children);

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope) => second.Run(first.Run(input, scope), scope);
}
