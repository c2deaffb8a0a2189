using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>
/// Skydive's export of a topology: an array with one {"Nodes": […], "Edges": […]}, or that object alone. A snapshot: what it
/// tells of the past is when its elements were made and last changed, so queries on a loaded one run without history
/// (<see cref="QueryOptions.History"/>).
/// </summary>
public static class TopologyFile
{
    /// <summary>Makes a graph of a file.</summary>
    /// <param name="stream">Read to its end, not closed. UTF-8 JSON.</param>
    /// <param name="options">How the graph is set up; its Host and Origin say nothing about the elements, which keep theirs.</param>
    /// <param name="cancel">Ends the reading; checked between elements.</param>
    /// <returns>A graph whose live view is the file, with ids, times and revisions. Elements with DeletedAt are in its past.</returns>
    /// <exception cref="InvalidDataException">The file is no topology; says which element is wrong, and how.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static Graph Load(Stream stream, GraphOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = Parse(stream);
        var graph = new Graph(options);
        try
        {
            var reader = new TopologyReader(graph.Now, cancel);
            foreach (var part in Parts(json.RootElement)) reader.Read(part);
            foreach (var batch in reader.MakeBatches()) graph.Apply(batch);
            return graph;
        }
        catch (Exception e)
        {
            graph.Dispose();
            if (e is ArgumentException or TransactionException or InvalidOperationException or JsonException) throw new InvalidDataException($"Not a topology: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Writes the nodes and edges of a view, to be read by <see cref="Load"/> and by Skydive's tools.</summary>
    /// <param name="view">Live or of an instant.</param>
    /// <param name="stream">Not closed.</param>
    /// <param name="cancel">Checked between elements; what was written until then stays.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void Save(GraphView view, Stream stream, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = GraphJson.Encoder });
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteStartArray("Nodes");
        foreach (var node in view.Nodes)
        {
            ElementJson.WriteNode(writer, node);
            FlushWhenFull(writer, cancel);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("Edges");
        foreach (var edge in view.Edges)
        {
            ElementJson.WriteEdge(writer, edge);
            FlushWhenFull(writer, cancel);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void FlushWhenFull(Utf8JsonWriter writer, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (writer.BytesPending > 64 * 1024) writer.Flush();
    }

    private static JsonDocument Parse(Stream stream)
    {
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Not a topology: {e.Message}", e);
        }
    }

    private static JsonElement[] Parts(JsonElement root)
    {
        JsonElement[] parts = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        return Array.TrueForAll(parts, part => part.ValueKind == JsonValueKind.Object)
            ? parts
            : throw new InvalidDataException("Not a topology: an array with one {Nodes, Edges} is expected");
    }
}
