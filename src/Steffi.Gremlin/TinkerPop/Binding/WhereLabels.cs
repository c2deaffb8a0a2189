namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// In where() and match() an <c>as()</c> at the start of a traversal does not name the object but goes to what has the name, and one at the
/// end asks whether what was reached is it: <c>where(__.as('a').out().as('b'))</c>.
/// </summary>
internal static class WhereLabels
{
    public static void Bind(Traversal traversal)
    {
        if (traversal.Steps.Count == 0) return;
        if (traversal.Steps[0] is AndStep or OrStep or TraversalFilterStep { Name: "not" })
        {
            foreach (var child in traversal.Steps[0].Children) Bind(child);
        }

        if (TryTakeStart(traversal, out var start)) traversal.Steps.Insert(0, new StartAtLabelStep(start) { Name = "as", IsFirst = true });
        foreach (var end in TakeEnds(traversal)) traversal.Steps.Add(new EndAtLabelStep(end) { Name = "as" });
    }

    /// <summary>Takes the label of an as() that comes first.</summary>
    public static bool TryTakeStart(Traversal traversal, out string label)
    {
        label = "";
        if (traversal.Steps is not [IdentityStep { Name: "as", Labels: [var first, ..] } start, ..]) return false;
        label = first;
        traversal.Steps.Remove(start);
        return true;
    }

    public static string[] TakeEnds(Traversal traversal)
    {
        if (traversal.Steps.Count == 0) return [];
        var last = traversal.Steps[^1];
        var labels = last.Labels;
        last.Labels = [];
        return labels;
    }

    /// <summary>The labels that a condition asks for.</summary>
    public static IEnumerable<string> Asked(Step condition)
    {
        switch (condition)
        {
            case StartAtLabelStep start: return [start.Label];
            case EndAtLabelStep end: return [end.Label];
            case WherePredicateStep where: return where.Asked;
            default: return condition.Children.SelectMany(child => child.Steps).SelectMany(Asked);
        }
    }
}
