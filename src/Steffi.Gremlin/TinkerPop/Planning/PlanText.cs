using System.Text;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>A plan for people: a step a line, nested traversals below it.</summary>
internal static class PlanText
{
    public static string Of(TraversalPlan plan)
    {
        var text = new StringBuilder();
        text.Append(plan.Mutates ? "writes" : "reads").Append(", paths: ").Append(plan.Paths.ToString().ToLowerInvariant()).Append('\n');
        Write(text, plan.Root, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Traversal traversal, int depth)
    {
        foreach (var step in traversal.Steps)
        {
            text.Append(' ', depth * 2).Append(step.Name.Length > 0 ? step.Name : step.GetType().Name);
            if (step is GraphStep { Hints.Count: > 0 } or GraphStep { LabelHint: not null }) text.Append(" (by index where there is one)");
            if (step.Labels.Length > 0) text.Append(" as ").AppendJoin(", ", step.Labels);
            text.Append('\n');
            foreach (var child in step.Children) Write(text, child, depth + 1);
        }
    }
}
