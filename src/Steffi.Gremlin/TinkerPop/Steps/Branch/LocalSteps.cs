namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>local</c>: the traversal runs for each object alone.</summary>
internal sealed class LocalStep(Traversal inner) : Step
{
    public override IEnumerable<Traversal> Children => [inner];

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            for (var i = 0L; i < traverser.Bulk; i++)
            {
                Enter(scope);
                foreach (var result in inner.Run(traverser.Single())) yield return result;
            }
        }
    }
}

/// <summary><c>flatMap</c>: like local, but its ways are no part of the path.</summary>
internal sealed class FlatMapTraversalStep(Traversal inner) : FlatMapStep
{
    public override IEnumerable<Traversal> Children => [inner];

    protected override IEnumerable<object?> Expand(Traverser traverser)
    {
        foreach (var result in inner.Run(traverser.Single()))
        {
            for (var i = 0L; i < result.Bulk; i++) yield return result.Value;
        }
    }
}

internal sealed class MapTraversalStep(Traversal inner) : MapStep
{
    public override IEnumerable<Traversal> Children => [inner];

    protected override bool TryMap(Traverser traverser, out object? value) => inner.TryFirst(traverser, out value);
}

/// <summary><c>optional</c>: the results of the traversal, or the object where there are none.</summary>
internal sealed class OptionalStep(Traversal inner) : Step
{
    public override IEnumerable<Traversal> Children => [inner];

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            var isEmpty = true;
            foreach (var result in inner.Run(traverser.Split()))
            {
                isEmpty = false;
                yield return result;
            }

            if (isEmpty) yield return traverser;
        }
    }
}

/// <summary><c>coalesce</c>: the results of the first traversal that has any.</summary>
internal sealed class CoalesceStep(Traversal[] ways) : Step
{
    public override IEnumerable<Traversal> Children => ways;

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            foreach (var way in ways)
            {
                var isEmpty = true;
                foreach (var result in way.Run(traverser.Split()))
                {
                    isEmpty = false;
                    yield return traverser.Run.Plan.Paths == PathMode.Full ? Shortened(traverser, result) : result;
                }

                if (!isEmpty) break;
            }
        }
    }

    /// <summary>The way within is no part of the path, as in flatMap.</summary>
    private static Traverser Shortened(Traverser traverser, Traverser result)
    {
        var moved = traverser.Move(result.Value);
        (moved.Bulk, moved.Sack) = (result.Bulk, result.Sack);
        return moved;
    }
}
