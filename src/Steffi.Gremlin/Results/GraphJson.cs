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
            foreach (var edge in edges)
            {
                ElementJson.WriteEdge(writer, edge);
                FlushWhenFull(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>A graph that a query is in, without a list of its elements.</summary>
    public static void Write(Utf8JsonWriter writer, GraphScope graph, bool emptyEdgesAreNull)
    {
        if (graph.Part is { } part)
        {
            Write(writer, part.Nodes, part.Edges, emptyEdgesAreNull);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("Nodes");
        foreach (var node in graph.View.Nodes)
        {
            ElementJson.WriteNode(writer, node);
            FlushWhenFull(writer);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("Edges");
        var any = false;
        foreach (var edge in graph.View.Edges)
        {
            if (!any) writer.WriteStartArray();
            any = true;
            ElementJson.WriteEdge(writer, edge);
            FlushWhenFull(writer);
        }

        if (any) writer.WriteEndArray();
        else if (emptyEdgesAreNull) writer.WriteNullValue();
        else WriteNodes(writer, []);
        writer.WriteEndObject();
    }

    /// <summary>Only what goes to a stream is flushed: a writer on a buffer of the caller's gives back its room at once.</summary>
    public static void FlushWhenFull(Utf8JsonWriter writer)
    {
        if (writer.BytesPending > 64 * 1024) writer.Flush();
    }

    public static void WriteNodes(Utf8JsonWriter writer, IReadOnlyList<Node> nodes)
    {
        writer.WriteStartArray();
        foreach (var node in nodes)
        {
            ElementJson.WriteNode(writer, node);
            FlushWhenFull(writer);
        }

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
