namespace Steffi.Gremlin.TinkerPop;

/// <summary>A path from its end: what many traversers went through is shared by them.</summary>
internal sealed class PathNode(PathNode? before, object? value, string[] labels)
{
    public PathNode? Before => before;

    public object? Value => value;

    public string[] Labels => labels;

    public IEnumerable<PathNode> FromEnd()
    {
        for (var node = this; node is not null; node = node.Before) yield return node;
    }

    public bool HasLabel(string label) => FromEnd().Any(node => Array.IndexOf(node.Labels, label) >= 0);

    /// <summary>What stands at a label, the oldest first.</summary>
    public List<object?> AllAt(string label)
    {
        var found = FromEnd().Where(node => Array.IndexOf(node.Labels, label) >= 0).Select(node => node.Value).ToList();
        found.Reverse();
        return found;
    }

    /// <summary>Whether two paths hold the same under the same labels.</summary>
    public static bool Same(PathNode? one, PathNode? other)
    {
        while (one is not null && other is not null && !ReferenceEquals(one, other))
        {
            if (!one.Labels.AsSpan().SequenceEqual(other.Labels) || !Sameness.Same(one.Value, other.Value)) return false;
            (one, other) = (one.Before, other.Before);
        }

        return ReferenceEquals(one, other);
    }

    public TraversalPath ToPath()
    {
        var nodes = FromEnd().ToArray();
        Array.Reverse(nodes);
        return new TraversalPath(Array.ConvertAll(nodes, node => node.Value), Array.ConvertAll(nodes, node => (IReadOnlyList<string>)node.Labels));
    }
}
