namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Puts a barrier behind a move that another step follows, where traversers carry no path: <c>both().both().count()</c> →
/// <c>both().barrier(2500).both().barrier(2500).count()</c>.
/// </summary>
internal static class PlannedBarriers
{
    public static void Put(Traversal traversal)
    {
        foreach (var child in traversal.Steps.SelectMany(step => step.Children).ToList()) Put(child);
        for (var i = traversal.Steps.Count - 2; i >= 0; i--)
        {
            // Behind the first move of few vertices there is little to merge; what reduces, or waits itself, needs none before it.
            var step = traversal.Steps[i];
            var meetsAgain = step is PlannedStart { MeetsAgain: true } || i > 0 && step is MoveStep { ToEdges: false };
            if (meetsAgain && traversal.Steps[i + 1] is MoveStep or RepeatStep) Insert(traversal, i);
        }
    }

    /// <summary>
    /// Where it shows that traversers become one, for their sacks merge or there is no bulk, barriers stand where TinkerPop puts them: behind
    /// each step from the second on that gives several objects for one, but not at the end nor before a step that waits itself.
    /// </summary>
    /// <remarks>Source: TinkerPop's LazyBarrierStrategy.</remarks>
    public static void PutWhereMergingShows(Traversal traversal)
    {
        foreach (var child in traversal.Steps.SelectMany(step => step.Children).ToList()) PutWhereMergingShows(child);
        var spreading = 0;
        for (var i = 0; i < traversal.Steps.Count - 1; i++)
        {
            IReadOnlyList<Step> written = traversal.Steps[i] is PlannedStart start ? start.Written : [traversal.Steps[i]];
            spreading += written.Where((step, at) => Spreads(step, isFirst: i == 0 && at == 0)).Count();
            var waits = traversal.Steps[i + 1] is BarrierStep or ReduceStep or DedupStep or MergeBarrierStep;
            if (spreading > 1 && !waits && Spreads(written[^1], isFirst: i == 0 && written.Count == 1)) Insert(traversal, i++);
        }
    }

    // V(1) at the start gives no more than what is named.
    private static bool Spreads(Step step, bool isFirst) =>
        step is MoveStep { ToEdges: false } or EndStep or PropertiesStep or UnfoldStep or FlatMapTraversalStep or CoalesceStep
        || step is GraphStep graph && (graph.WantsAll || !isFirst);

    private static void Insert(Traversal traversal, int at) =>
        traversal.Steps.Insert(at + 1, new MergeBarrierStep(MergeBarrierStep.PlannedSize) { Name = "barrier", At = traversal.Steps[at].At });
}
