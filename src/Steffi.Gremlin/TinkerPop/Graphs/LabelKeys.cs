namespace Steffi.Gremlin.TinkerPop;

/// <summary>Which metadata keys hold the labels, and the label of an element without one.</summary>
internal sealed record LabelKeys(string Vertex, string Edge)
{
    public const string DefaultVertex = "vertex", DefaultEdge = "edge";

    public static LabelKeys Skydive { get; } = new("Type", "RelationType");

    public MetadataPath VertexPath { get; } = MetadataPath.Of(Vertex);

    public MetadataPath EdgePath { get; } = MetadataPath.Of(Edge);
}
