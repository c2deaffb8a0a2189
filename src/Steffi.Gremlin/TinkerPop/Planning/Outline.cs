namespace Steffi.Gremlin.TinkerPop;

/// <summary>A traversal in the words of a plan: for people, and to be costed.</summary>
internal static class Outline
{
    public static IReadOnlyList<LogicalStep> Of(Traversal root, LabelKeys labels) => [.. root.Steps.SelectMany(step => Of(step, labels))];

    public static IReadOnlyList<LogicalStep> Of(Step step, LabelKeys labels) => step switch
    {
        PlannedStart start => start.Plan,
        MoveStep { ToEdges: false } move => [StartReader.Hop(move, labels)],
        MoveStep move => [StartReader.Incident(move, labels)],
        _ => [new LogicalTraversal(step.At, Text(step), step is ReduceStep)],
    };

    private static string Text(Step step)
    {
        if (step is SemiJoinFilterStep join) return $"{step.Name} semi-join({string.Join(" -> ", join.Plan)})";
        var text = step is PlannedStart start ? string.Join(" -> ", start.Plan) : step.Name.Length > 0 ? step.Name : step.GetType().Name;
        var nested = step is PlannedStart ? [] : step.Children.Where(child => child.Steps.Count > 0).Select(child => string.Join('.', child.Steps.Select(Text))).ToList();
        if (step is OnceFilterStep) text += " once";
        if (step is ExtensionCallStep package) text = string.Join(" -> ", package.Offered.Prepend(text));
        return nested.Count == 0 ? text : $"{text}({string.Join(", ", nested)})";
    }
}
