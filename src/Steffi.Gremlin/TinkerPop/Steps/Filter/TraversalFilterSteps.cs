namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>filter(…)</c> and <c>where(…)</c>: the traversal has a result.</summary>
internal sealed class TraversalFilterStep(Traversal condition, bool isNegated = false) : FilterStep
{
    public bool IsNegated => isNegated;

    public override IEnumerable<Traversal> Children => [condition];

    protected override bool Passes(Traverser traverser, RunScope scope) => condition.Passes(traverser) != isNegated;
}

internal sealed class AndStep(Traversal[] conditions) : FilterStep
{
    public override IEnumerable<Traversal> Children => conditions;

    protected override bool Passes(Traverser traverser, RunScope scope) => Array.TrueForAll(conditions, condition => condition.Passes(traverser));
}

internal sealed class OrStep(Traversal[] conditions) : FilterStep
{
    public override IEnumerable<Traversal> Children => conditions;

    protected override bool Passes(Traverser traverser, RunScope scope) => Array.Exists(conditions, condition => condition.Passes(traverser));
}

/// <summary>At the start of a traversal in where() or match(): goes to what the label names.</summary>
internal sealed class StartAtLabelStep(string label) : FlatMapStep
{
    public string Label => label;

    public override PathMode Paths => PathMode.Labels;

    protected override IEnumerable<object?> Expand(Traverser traverser) =>
        ScopeValues.TryGet(traverser, label, Pop.Last, out var value) ? [value] : [];
}

/// <summary>At the end of a traversal in where(): what was reached is what the label names.</summary>
internal sealed class EndAtLabelStep(string label) : FilterStep
{
    public string Label => label;

    public override PathMode Paths => PathMode.Labels;

    protected override bool Passes(Traverser traverser, RunScope scope) =>
        ScopeValues.TryGet(traverser, label, Pop.Last, out var value) && Comparing.AreEqual(traverser.Value, value);
}

/// <summary><c>where('a', eq('b')).by('age')</c> and <c>where(neq('a'))</c>: compares what labels name.</summary>
internal sealed class WherePredicateStep(string? start, Predicate predicate) : FilterStep
{
    public override PathMode Paths => PathMode.Labels;

    public override int MostBys => int.MaxValue;

    /// <summary>The labels that it compares.</summary>
    public IEnumerable<string> Asked
    {
        get
        {
            var asked = new List<string>();
            if (start is not null) asked.Add(start);
            predicate.With(name =>
            {
                if (name is string label) asked.Add(label);
                return name;
            });
            return asked;
        }
    }

    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        var by = 0;
        var found = true;
        object? left = traverser.Value;
        if (start is not null && !ScopeValues.TryGet(traverser, start, Pop.Last, out left)) return false;
        if (!By(by++).TryApply(traverser, left, out left)) return false;
        var bound = predicate.With(name =>
        {
            var modulator = By(by++);
            if (!ScopeValues.TryGet(traverser, name, Pop.Last, out var value) || !modulator.TryApply(traverser, value, out value)) found = false;
            return value;
        });
        return found && bound.Passes(left);
    }
}
