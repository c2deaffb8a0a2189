using Steffi.Gremlin;

namespace Steffi.Analyzer.Conformance;

/// <summary>A tree as the scenarios draw it: a line a node, <c>|--</c> before it, three spaces a level.</summary>
internal static class TreeText
{
    public static bool Fits(string text, TraversalTree? tree, Notation notation)
    {
        var lines = text.Split('\n').Where(line => line.Contains("|--", StringComparison.Ordinal))
            .Select(line => (Depth: line.IndexOf("|--", StringComparison.Ordinal) / 3, Value: notation.Read(line[(line.IndexOf("|--", StringComparison.Ordinal) + 3)..]))).ToList();
        return tree is not null && Fits(lines, 0, lines.Count, 0, tree);
    }

    private static bool Fits(List<(int Depth, object? Value)> lines, int start, int end, int depth, TraversalTree tree)
    {
        int found = 0;
        for (int at = start; at < end;)
        {
            int next = at + 1;
            while (next < end && lines[next].Depth > depth)
                next++;
            var value = lines[at].Value;
            int from = at + 1;
            if (!tree.Branches.Any(branch => Matching.Same(value, branch.Key) && Fits(lines, from, next, depth + 1, branch.Value)))
                return false;
            found++;
            at = next;
        }
        return found == tree.Count;
    }
}
