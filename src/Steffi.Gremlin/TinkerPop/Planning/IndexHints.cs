namespace Steffi.Gremlin.TinkerPop;

/// <summary>Tells V() which values the conditions behind it ask for, so that an index can say where to look. The conditions stay.</summary>
internal static class IndexHints
{
    public static void Put(Traversal traversal)
    {
        foreach (var child in traversal.Steps.SelectMany(step => step.Children)) Put(child);
        for (var i = 0; i < traversal.Steps.Count; i++)
        {
            if (traversal.Steps[i] is not GraphStep { WantsEdges: false } graph) continue;
            for (var next = i + 1; next < traversal.Steps.Count && Read(traversal.Steps[next], graph); next++)
            {
                // Conditions in a row.
            }
        }
    }

    /// <returns>False where the conditions end.</returns>
    private static bool Read(Step step, GraphStep graph)
    {
        switch (step)
        {
            case BothStep both:
                return Read(both.First, graph) && Read(both.Second, graph);
            case HasStep { Key: { } key, Predicate: EqualPredicate { IsNegated: false, Operand: { } operand } } when TryWrite(operand, out var value):
                graph.Hints.Add((MetadataPath.Of(key), value));
                return true;
            case HasStep or HasKeyPresentStep:
                return true;
            case HasTokenStep { Token: ElementToken.Label, Predicate: EqualPredicate { IsNegated: false, Operand: string and not LabelKeys.DefaultVertex } label }:
                graph.LabelHint = (string)label.Operand!;
                return true;
            case HasTokenStep:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Only what stands in metadata as it is: 1 and 1L are one to a condition, and two in the metadata.</summary>
    private static bool TryWrite(object operand, out MetadataValue value)
    {
        value = operand is string text ? text : default;
        return operand is string;
    }
}
