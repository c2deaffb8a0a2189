using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>One change of a watched query's result.</summary>
/// <param name="Kind">Added and Deleted: it entered or left the result. Updated: it stayed, and changed.</param>
/// <param name="Node">The node; when deleted, its last revision in the result.</param>
/// <param name="Edge">The edge; when deleted, its last revision in the result.</param>
/// <param name="Value">The value, of a query that gives values. A single one, as Count's, is updated.</param>
/// <param name="Path">The path, of a query that gives paths.</param>
public sealed record ResultChange(ChangeKind Kind, Node? Node = null, Edge? Edge = null, MetadataValue? Value = null, IReadOnlyList<Node>? Path = null)
{
    /// <summary>Writes {"Change": "Added" | "Updated" | "Deleted", and one of "Node", "Edge", "Value", "Path"}.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("Change", Kind.ToString());
        if (Node is { } node)
        {
            writer.WritePropertyName("Node");
            ElementJson.WriteNode(writer, node);
        }
        else if (Edge is { } edge)
        {
            writer.WritePropertyName("Edge");
            ElementJson.WriteEdge(writer, edge);
        }
        else if (Path is not null)
        {
            writer.WritePropertyName("Path");
            GraphJson.WriteNodes(writer, Path);
        }
        else
        {
            writer.WritePropertyName("Value");
            (Value ?? MetadataValue.Null).WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
