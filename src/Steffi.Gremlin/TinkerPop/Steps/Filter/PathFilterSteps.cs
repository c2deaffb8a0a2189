namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>simplePath()</c> and <c>cyclicPath()</c>, the part between two labels where they are given.</summary>
internal sealed class PathFilterStep(bool wantsSimple) : FilterStep, IPathRange
{
    public string? From { get; set; }

    public string? To { get; set; }

    public override PathMode Paths => PathMode.Full;

    public override int MostBys => 1;

    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        var seen = new HashSet<Boxed>();
        var isSimple = true;
        foreach (var item in this.Part(traverser.WholePath()))
        {
            if (!By(0).TryApply(traverser, item, out var value)) return false;
            isSimple &= seen.Add(new Boxed(value));
        }

        return isSimple == wantsSimple;
    }
}

/// <summary>A step that looks at a part of the path.</summary>
internal interface IPathRange
{
    string? From { get; set; }

    string? To { get; set; }
}

internal static class PathRanges
{
    public static TraversalPath Part(this IPathRange range, TraversalPath path)
    {
        if (range.From is null && range.To is null) return path;
        var from = range.From is { } start ? LastAt(path, start) : 0;
        var to = range.To is { } end ? LastAt(path, end) : path.Count - 1;
        if (from > to) throw new StepFailure($"The path between {range.From} and {range.To} does not exist");
        return new TraversalPath([.. path.Skip(from).Take(to - from + 1)], [.. path.Labels.Skip(from).Take(to - from + 1)]);
    }

    private static int LastAt(TraversalPath path, string label)
    {
        for (var i = path.Count - 1; i >= 0; i--)
        {
            if (path.Labels[i].Contains(label)) return i;
        }

        throw new StepFailure($"The step with label {label} does not exist");
    }
}
