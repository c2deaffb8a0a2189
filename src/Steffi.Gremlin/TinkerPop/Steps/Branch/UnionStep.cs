namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>union</c>: every traverser goes every way.</summary>
internal sealed class UnionStep(Traversal[] ways) : Step
{
    private readonly bool _waits = ways.Length > 1 && Array.Exists(ways, way => way.IsStateful);

    public override IEnumerable<Traversal> Children => ways;

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        // A way that must see all traversers gets all; else each goes its ways at once, so that nobody waits.
        if (ways.Length == 1) return ways[0].Run(input.Select(traverser => traverser.Split()), scope.Inner(ways[0]));
        return _waits ? Branching.RunAll(ways.Select(way => (way, (List<Traverser>?)null)), Gather(input, scope), scope) : RunEach(input, scope);
    }

    private IEnumerable<Traverser> RunEach(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            foreach (var way in ways)
            {
                foreach (var result in way.Run([traverser.Split()], scope.Inner(way))) yield return result;
            }
        }
    }
}

internal static class Branching
{
    /// <summary>Runs ways one after the other.</summary>
    /// <param name="ways">Each with its traversers; null for all of them.</param>
    /// <param name="all">All traversers.</param>
    /// <param name="scope">Of the branching step.</param>
    public static IEnumerable<Traverser> RunAll(IEnumerable<(Traversal Way, List<Traverser>? Own)> ways, List<Traverser> all, RunScope scope) =>
        ways.SelectMany(way => way.Way.Run((way.Own ?? all).Select(traverser => traverser.Split()), scope.Inner(way.Way)));
}
