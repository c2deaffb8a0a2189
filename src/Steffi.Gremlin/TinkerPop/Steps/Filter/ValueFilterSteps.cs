namespace Steffi.Gremlin.TinkerPop;

internal sealed class IsStep(Predicate predicate) : FilterStep
{
    protected override bool Passes(Traverser traverser, RunScope scope) => predicate.Passes(traverser.Value);
}

/// <summary><c>all</c>, <c>any</c> and <c>none</c> of a list's items fit; what is no list does not pass.</summary>
internal sealed class ItemsStep(Predicate predicate, ItemsStep.Quantity quantity) : FilterStep
{
    internal enum Quantity
    {
        All, Any, None,
    }

    protected override bool Passes(Traverser traverser, RunScope scope) => traverser.Value is IEnumerable<object?> items && quantity switch
    {
        Quantity.All => items.All(predicate.Passes),
        Quantity.Any => items.Any(predicate.Passes),
        _ => !items.Any(predicate.Passes),
    };
}

internal sealed class CoinStep(double probability) : FilterStep
{
    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        // Each of the bulk has its own chance.
        var kept = 0L;
        for (var i = 0L; i < traverser.Bulk; i++)
        {
            scope.Run.Budget.Tick();
            if (scope.Run.RandomOf(this).NextDouble() < probability) kept++;
        }

        if (kept > 0) traverser.Bulk = kept;
        return kept > 0;
    }
}

/// <summary><c>discard()</c>: nothing passes, but all is asked for.</summary>
internal sealed class DiscardStep : FilterStep
{
    protected override bool Passes(Traverser traverser, RunScope scope) => false;
}

internal sealed class DropStep : FilterStep
{
    public override bool Mutates => true;

    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        scope.Run.Drop(traverser.Value);
        return false;
    }
}
