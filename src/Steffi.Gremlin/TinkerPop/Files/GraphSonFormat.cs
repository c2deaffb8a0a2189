using System.Text.Json;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>GraphSON 3.0: a vertex a line, with its edges in both directions.</summary>
/// <remarks>Source: TinkerPop's IO reference. Of several values at one key the first is taken; what properties have of their own is left out.</remarks>
internal sealed class GraphSonFormat : IGraphFormat
{
    public IEnumerable<object> Read(Stream file)
    {
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length == 0) continue;
            using var json = Parse(line);
            var vertex = json.RootElement;
            var id = Value(vertex, "id") ?? throw new FormatException("a vertex has no id");
            yield return new FileVertex(id, Value(vertex, "label") as string, Properties(vertex));
            foreach (var (label, edge) in OutEdges(vertex))
                yield return new FileEdge(Value(edge, "id"), label, id, Value(edge, "inV") ?? throw new FormatException($"an edge {label} has no inV"), Properties(edge));
        }
    }

    public void Write(Stream file, TraversalGraph graph, Budget budget)
    {
        foreach (var vertex in graph.Vertices())
        {
            budget.Tick();
            using (var json = new Utf8JsonWriter(file))
            {
                json.WriteStartObject();
                WriteIdentity(json, vertex.PresentedId, graph.LabelOf(vertex));
                WriteEdges(json, "inE", "outV", graph.EdgesOf(vertex, EdgeDirection.In, []), edge => edge.OutId, graph);
                WriteEdges(json, "outE", "inV", graph.EdgesOf(vertex, EdgeDirection.Out, []), edge => edge.InId, graph);
                json.WriteStartObject("properties");
                foreach (var property in graph.PropertiesOf(vertex, []))
                {
                    json.WriteStartArray(property.Key);
                    json.WriteStartObject();
                    json.WriteString("id", $"{vertex.Id}.{property.Key}");
                    json.WritePropertyName("value");
                    GraphSonValue.Write(json, property.Value);
                    json.WriteEndObject();
                    json.WriteEndArray();
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            file.WriteByte((byte)'\n');
        }
    }

    private static JsonDocument Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static object? Value(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? GraphSonValue.Read(value) : null;

    private static IEnumerable<(string Label, JsonElement Edge)> OutEdges(JsonElement vertex) => vertex.TryGetProperty("outE", out var labels)
        ? labels.EnumerateObject().SelectMany(label => label.Value.EnumerateArray(), (label, edge) => (label.Name, edge)) : [];

    private static List<(string, object?)> Properties(JsonElement element)
    {
        var properties = new List<(string, object?)>();
        if (!element.TryGetProperty("properties", out var all)) return properties;
        foreach (var property in all.EnumerateObject())
        {
            // A vertex has a list of {id, value} at a key, an edge a value.
            if (property.Value.ValueKind != JsonValueKind.Array) properties.Add((property.Name, GraphSonValue.Read(property.Value)));
            else if (property.Value.GetArrayLength() > 0) properties.Add((property.Name, Value(property.Value[0], "value")));
        }

        return properties;
    }

    private static void WriteIdentity(Utf8JsonWriter json, object id, string? label)
    {
        json.WritePropertyName("id");
        GraphSonValue.Write(json, id);
        if (label is not null) json.WriteString("label", label);
    }

    private static void WriteEdges(Utf8JsonWriter json, string name, string end, IEnumerable<EdgeElement> edges, Func<EdgeElement, ElementId> other, TraversalGraph graph)
    {
        var byLabel = edges.GroupBy(graph.LabelOf).ToList();
        if (byLabel.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var label in byLabel)
        {
            json.WriteStartArray(label.Key);
            foreach (var edge in label)
            {
                json.WriteStartObject();
                WriteIdentity(json, edge.PresentedId, null);
                json.WritePropertyName(end);
                GraphSonValue.Write(json, TraversalElement.Present(other(edge).ToString()));
                json.WriteStartObject("properties");
                foreach (var property in graph.PropertiesOf(edge, []))
                {
                    json.WritePropertyName(property.Key);
                    GraphSonValue.Write(json, property.Value);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
