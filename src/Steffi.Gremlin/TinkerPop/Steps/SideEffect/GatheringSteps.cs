namespace Steffi.Gremlin.TinkerPop;

/// <summary>Gathers all objects in a side effect, before any of them goes on.</summary>
internal abstract class GatherStep : BarrierStep
{
    protected sealed override IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope)
    {
        foreach (var traverser in all) Gather(traverser, scope);
        return all;
    }

    protected abstract void Gather(Traverser traverser, RunScope scope);
}

/// <summary><c>aggregate('x')</c>.</summary>
internal sealed class AggregateStep(string key) : GatherStep
{
    public override int MostBys => 1;

    public override void Begin(SideEffects sideEffects) => sideEffects.Begin(key, () => new BulkSet(), SackOperator.AddAll);

    protected override void Gather(Traverser traverser, RunScope scope)
    {
        if (By(0).TryApply(traverser, out var value)) scope.Run.SideEffects.Add(key, value, traverser.Bulk, scope.Run.Budget);
    }
}

/// <summary><c>cap('x')</c>: what side effects hold when all has gone through; several as a map.</summary>
internal sealed class CapStep(string[] keys) : ReduceStep
{
    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value)
    {
        foreach (var _ in input)
        {
            // Only what it leaves behind is asked for.
        }

        var map = new TraversalMap();
        foreach (var key in keys)
        {
            if (scope.Run.SideEffects.TryGet(key, out var held)) map[key] = held;
            else throw new StepFailure($"The side-effect key does not exist: {key}");
        }

        value = keys.Length == 1 ? map[keys[0]] : map;
        return true;
    }
}

/// <summary><c>sideEffect(…)</c>: runs a traversal for what it does.</summary>
internal sealed class SideEffectTraversalStep(Traversal inner) : SideEffectStep
{
    public override IEnumerable<Traversal> Children => [inner];

    protected override void Act(Traverser traverser, RunScope scope)
    {
        foreach (var _ in inner.Run(traverser.Split()))
        {
            // Its results are nobody's.
        }
    }
}

/// <summary><c>sack()</c> reads it, <c>sack(sum).by('weight')</c> changes it.</summary>
internal sealed class SackStep : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Sack;
        return true;
    }
}

/// <inheritdoc cref="SackStep"/>
internal sealed class SackChangeStep(SackOperator change) : Step
{
    public override int MostBys => 1;

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            if (!By(0).TryApply(traverser, out var value)) continue;
            var changed = traverser.Split();
            changed.Sack = Reducing.Apply(change, traverser.Sack, value);
            if (changed.Sack is List<object?> list) scope.Run.Budget.CheckElements(list.Count);
            yield return changed;
        }
    }
}

internal sealed class FailStep(string? message) : SideEffectStep
{
    protected override void Act(Traverser traverser, RunScope scope) => throw new StepFailure(message ?? "fail() step triggered");
}

/// <summary><c>subgraph('x')</c>: edges and their ends.</summary>
internal sealed class SubgraphStep(string key) : GatherStep
{
    public override void Begin(SideEffects sideEffects) => sideEffects.Begin(key, () => new TraversalSubgraph());

    protected override void Gather(Traverser traverser, RunScope scope)
    {
        if (traverser.Value is not EdgeElement edge) throw new StepFailure($"subgraph() takes edges, met {Describe.Type(traverser.Value)}");
        var subgraph = scope.Run.SideEffects.Get<TraversalSubgraph>(key);
        subgraph.AllEdges.Add(edge);
        foreach (var end in new[] { EdgeDirection.Out, EdgeDirection.In })
        {
            if (scope.Run.Graph.EndOf(edge, end) is { } vertex) subgraph.AllVertices.Add(vertex);
        }
    }
}

/// <summary><c>tree()</c>: the paths laid over each other.</summary>
internal sealed class TreeStep : ReduceStep
{
    public override PathMode Paths => PathMode.Full;

    public override int MostBys => int.MaxValue;

    public static void Grow(TraversalTree tree, Traverser traverser, Step step)
    {
        var by = 0;
        foreach (var item in traverser.WholePath())
        {
            if (step.By(by++).TryApply(traverser, item, out var value)) tree = tree.Grow(value);
        }
    }

    protected override bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value)
    {
        var tree = new TraversalTree();
        foreach (var traverser in input) Grow(tree, traverser, this);
        value = tree;
        return true;
    }
}

/// <summary><c>tree('x')</c>.</summary>
internal sealed class TreeSideEffectStep(string key) : GatherStep
{
    public override PathMode Paths => PathMode.Full;

    public override int MostBys => int.MaxValue;

    public override void Begin(SideEffects sideEffects) => sideEffects.Begin(key, () => new TraversalTree());

    protected override void Gather(Traverser traverser, RunScope scope) =>
        TreeStep.Grow(scope.Run.SideEffects.Get<TraversalTree>(key), traverser, this);
}
