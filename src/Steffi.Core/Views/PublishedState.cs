namespace Steffi;

/// <summary>What the writer has published: a view is this and a time.</summary>
internal sealed record PublishedState(long Version, int NodeCount, int EdgeCount, int LiveNodes, int LiveEdges)
{
    public static readonly PublishedState Empty = new(0, 0, 0, 0, 0);
}
