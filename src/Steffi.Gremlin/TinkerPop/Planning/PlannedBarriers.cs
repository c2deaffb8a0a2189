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
            if (meetsAgain && traversal.Steps[i + 1] is MoveStep or RepeatStep)
                traversal.Steps.Insert(i + 1, new MergeBarrierStep(MergeBarrierStep.PlannedSize) { Name = "barrier", At = step.At });
        }
    }
}
