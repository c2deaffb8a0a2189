namespace Steffi.Gremlin.TinkerPop;

/// <summary>Groups of traversers, and what becomes of each in the end: a list, or a traversal's first result over the whole group.</summary>
internal sealed class GroupedTraversers(By values)
{
    private readonly OrderedDictionary<Boxed, List<Traverser>> _groups = [];

    public void Add(object? key, Traverser traverser)
    {
        if (!_groups.TryGetValue(new Boxed(key), out var group)) _groups[new Boxed(key)] = group = [];
        group.Add(traverser);
    }

    public TraversalMap Finish()
    {
        var map = new TraversalMap();
        foreach (var (key, group) in _groups)
        {
            if (TryFinish(group, out var value)) map[key.Value] = value;
        }

        return map;
    }

    private bool TryFinish(List<Traverser> group, out object? value)
    {
        if (values.Traversal is { } traversal)
        {
            var run = group[0].Run;
            foreach (var result in traversal.Run(group.Select(traverser => traverser.Split()), new RunScope(run)))
            {
                value = result.Value;
                return true;
            }

            value = null;
            return run.Plan.IsProductive(null);
        }

        var list = new List<object?>();
        foreach (var traverser in group)
        {
            if (!values.TryApply(traverser, out var item)) continue;
            traverser.Run.Budget.CheckElements(list.Count + traverser.Bulk);
            for (var i = 0L; i < traverser.Bulk; i++) list.Add(item);
        }

        value = list;
        return true;
    }
}

/// <summary><c>group()</c>: the first by() gives the key, the second what the group becomes.</summary>
internal sealed class GroupStep : ReduceStep
{
    public override int MostBys => 2;

    public static void Add(GroupedTraversers groups, By keys, Traverser traverser)
    {
        if (keys.TryApply(traverser, out var key)) groups.Add(key, traverser.Split());
    }

    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value)
    {
        var groups = new GroupedTraversers(Bys.Count > 1 ? Bys[1] : TinkerPop.By.Identity);
        var count = 0L;
        foreach (var traverser in input)
        {
            scope.Run.Budget.CheckElements(++count);
            Add(groups, By(0), traverser);
        }

        value = groups.Finish();
        return true;
    }
}

/// <summary><c>group('x')</c>.</summary>
internal sealed class GroupSideEffectStep(string key) : GatherStep
{
    public override int MostBys => 2;

    public override void Begin(SideEffects sideEffects) =>
        sideEffects.Begin(key, () => new GroupedTraversers(Bys.Count > 1 ? Bys[1] : TinkerPop.By.Identity));

    protected override void Gather(Traverser traverser, RunScope scope) => GroupStep.Add(scope.Run.SideEffects.Get<GroupedTraversers>(key), By(0), traverser);
}

/// <summary><c>groupCount()</c>.</summary>
internal sealed class GroupCountStep : ReduceStep
{
    public override int MostBys => 1;

    public static void Add(TraversalMap counts, By keys, Traverser traverser)
    {
        if (keys.TryApply(traverser, out var key)) counts[key] = (counts.TryGetValue(key, out var count) ? (long)count! : 0) + traverser.Bulk;
    }

    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value)
    {
        var counts = new TraversalMap();
        foreach (var traverser in input)
        {
            Add(counts, By(0), traverser);
            scope.Run.Budget.CheckElements(counts.Count);
        }

        value = counts;
        return true;
    }
}

/// <summary><c>groupCount('x')</c>.</summary>
internal sealed class GroupCountSideEffectStep(string key) : GatherStep
{
    public override int MostBys => 1;

    public override void Begin(SideEffects sideEffects) => sideEffects.Begin(key, () => new TraversalMap());

    protected override void Gather(Traverser traverser, RunScope scope) => GroupCountStep.Add(scope.Run.SideEffects.Get<TraversalMap>(key), By(0), traverser);
}
