using System.Text.Encodings.Web;
using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>Several elements at once, in Skydive's JSON.</summary>
internal static class GraphJson
{
    /// <summary>The answers are no part of a web page: only what JSON itself demands is escaped.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <param name="writer">Stands where a value is expected.</param>
    /// <param name="nodes">In order.</param>
    /// <param name="edges">In order.</param>
    /// <param name="emptyEdgesAreNull">True as Skydive's server answers; its clients expect that.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Node> nodes, IReadOnlyList<Edge> edges, bool emptyEdgesAreNull)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Nodes");
        WriteNodes(writer, nodes);
        writer.WritePropertyName("Edges");
        if (edges.Count == 0 && emptyEdgesAreNull) writer.WriteNullValue();
        else
        {
            writer.WriteStartArray();
            foreach (var edge in edges) ElementJson.WriteEdge(writer, edge);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public static void WriteNodes(Utf8JsonWriter writer, IReadOnlyList<Node> nodes)
    {
        writer.WriteStartArray();
        foreach (var node in nodes) ElementJson.WriteNode(writer, node);
        writer.WriteEndArray();
    }

    public static void WritePath(Utf8JsonWriter writer, IReadOnlyList<Node> path)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Path");
        WriteNodes(writer, path);
        writer.WriteEndObject();
    }
}
