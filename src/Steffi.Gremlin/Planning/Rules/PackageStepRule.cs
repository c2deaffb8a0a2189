namespace Steffi.Gremlin;

/// <summary>
/// A package's step says how it will be done, given the steps behind it that it may take up. What is done stays the same.
/// <code>
/// Flows[] -> Has[TrackingID x]  =>  Flows[] seek [TrackingID] -> Has[TrackingID x]
/// </code>
/// </summary>
internal sealed class PackageStepRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at)
    {
        if (steps[at] is not LogicalOpen { How: null, Definition: ExtensionStep { Extension: { } extension } } step) return false;
        bool isOnNodes = at > 0 && steps[at - 1].Output is Shape.Nodes or Shape.Paths;
        var following = steps.Skip(at + 1).TakeWhile(next => next is LogicalOpen).Select(next => ((LogicalOpen)next).Call);
        steps[at] = step with { How = extension.Explain(step.Call, isOnNodes, [.. following]) };
        return true;
    }
}
