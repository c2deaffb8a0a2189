namespace Steffi.Gremlin.TinkerPop;

/// <summary>The patterns of a match(), from its traversals.</summary>
internal static class MatchPatterns
{
    public static MatchPattern[] Of(Traversal[] traversals, Arguments given) => Array.ConvertAll(traversals, traversal => Of(traversal, given));

    private static MatchPattern Of(Traversal traversal, Arguments given)
    {
        if (traversal.Steps is [var only] && only.Labels.Length == 0)
        {
            switch (only)
            {
                case AndStep: return Nested(MatchKind.And, only, given);
                case OrStep: return Nested(MatchKind.Or, only, given);
                case TraversalFilterStep { Name: "not" }: return Nested(MatchKind.Not, only, given);
                case TraversalFilterStep or WherePredicateStep:
                    return new MatchPattern(MatchKind.Condition, traversal, null, null, [], [.. WhereLabels.Asked(only).Distinct()]);
            }
        }

        if (!WhereLabels.TryTakeStart(traversal, out var start)) throw given.Unfit("a pattern starts with as(), or is and(), or(), not() or where()");
        var ends = WhereLabels.TakeEnds(traversal);
        if (ends.Length > 1) throw given.Unfit("a pattern ends with one label");
        return new MatchPattern(MatchKind.Walk, traversal, start, ends.FirstOrDefault(), [], []);
    }

    private static MatchPattern Nested(MatchKind kind, Step step, Arguments given) =>
        new(kind, null, null, null, [.. step.Children.Select(child => Of(child, given))], []);
}
