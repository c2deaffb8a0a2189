namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>select('a')</c>, <c>select(T.id)</c> and <c>select('a', 'b')</c>: what names mean, one as it is and several as a map. Not all there: no result.</summary>
internal sealed class SelectStep(Pop pop, object[] names) : MapStep
{
    public override PathMode Paths => PathMode.Labels;

    public override int MostBys => names.Length == 1 ? 1 : int.MaxValue;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = null;
        var map = new TraversalMap();
        for (var i = 0; i < names.Length; i++)
        {
            if (!ScopeValues.TryGet(traverser, names[i], pop, out value) || !By(i).TryApply(traverser, value, out value)) return false;
            if (names.Length > 1) map[names[i]] = value;
        }

        if (names.Length > 1) value = map;
        return true;
    }
}

/// <summary><c>select(keys)</c> and <c>select(values)</c>.</summary>
internal sealed class SelectColumnStep(Column column) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value) => Columns.TryGet(traverser.Value, column, out value);
}

/// <summary><c>select(__.select('a'))</c>: the value at a key that a traversal gives.</summary>
internal sealed class SelectByTraversalStep(Pop pop, Traversal key) : MapStep
{
    public override IEnumerable<Traversal> Children => base.Children.Prepend(key);

    public override PathMode Paths => PathMode.Labels;

    public override int MostBys => 1;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = null;
        return key.TryFirst(traverser, out var name) && ScopeValues.TryGet(traverser, name, pop, out value) && By(0).TryApply(traverser, value, out value);
    }
}

/// <summary><c>project('a', 'b')</c>: a map of what by()s give; what gives nothing is left out.</summary>
internal sealed class ProjectStep(string[] names) : MapStep
{
    public override int MostBys => int.MaxValue;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var map = new TraversalMap();
        for (var i = 0; i < names.Length; i++)
        {
            if (By(i).TryApply(traverser, out var held)) map[names[i]] = held;
        }

        value = map;
        return true;
    }
}

/// <summary><c>path()</c>.</summary>
internal sealed class PathStep : MapStep, IPathRange
{
    public string? From { get; set; }

    public string? To { get; set; }

    public override PathMode Paths => PathMode.Full;

    public override int MostBys => int.MaxValue;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var path = this.Part(traverser.WholePath());
        value = path;
        if (Bys.Count == 0) return true;
        var objects = new object?[path.Count];
        for (var i = 0; i < objects.Length; i++)
        {
            if (!By(i).TryApply(traverser, path[i], out objects[i])) return false;
        }

        value = new TraversalPath(objects, path.Labels);
        return true;
    }
}
