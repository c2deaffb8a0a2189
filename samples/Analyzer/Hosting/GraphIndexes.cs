namespace Steffi.Analyzer;

/// <summary>The metadata paths that queries about a network start from.</summary>
internal static class GraphIndexes
{
    public static void Create(Graph graph)
    {
        foreach (var path in (ReadOnlySpan<string>)["Name", "Type", "TID", "MAC", "IfIndex", "NetNS", "IPV4", "IPV6", "State"])
            graph.CreateIndex(path);
    }
}
