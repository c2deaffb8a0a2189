namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>dedup()</c>: the first of the same. With labels, of the same objects there.</summary>
internal sealed class DedupStep(string[] names) : FilterStep
{
    /// <summary>True where it compares the objects themselves.</summary>
    public bool IsPlain => names.Length == 0 && Bys.Count == 0;

    public override bool IsStateful => true;

    public override int MostBys => 1;

    public override PathMode Paths => names.Length > 0 ? PathMode.Labels : PathMode.None;

    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        object? key;
        if (names.Length == 0)
        {
            if (!By(0).TryApply(traverser, out key)) return false;
        }
        else
        {
            var found = new List<object?>();
            foreach (var name in names)
            {
                if (!ScopeValues.TryGet(traverser, name, Pop.Last, out var value) || !By(0).TryApply(traverser, value, out value)) return false;
                found.Add(value);
            }

            key = found;
        }

        var seen = scope.State<HashSet<Boxed>>(this);
        if (!seen.Add(new Boxed(key))) return false;
        scope.Run.Budget.CheckElements(seen.Count);
        traverser.Bulk = 1;
        return true;
    }
}

/// <summary><c>dedup(local)</c>: each item of a collection once.</summary>
internal sealed class DedupLocalStep : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            TraversalSet set => set,
            TraversalPath path => new TraversalSet(path),
            IEnumerable<object?> items => new TraversalSet(items),
            var other => other,
        };
        return true;
    }
}
