using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>The TinkerPop dialect's results in plain JSON: elements in Skydive's shape, paths as {"Path": […]}, maps as objects with their keys as text.</summary>
internal static class ItemJson
{
    /// <summary>An item as metadata could hold it, by its JSON.</summary>
    public static MetadataValue ToValue(object? item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, item);
        using var json = JsonDocument.Parse(buffer.WrittenMemory);
        return MetadataValue.FromJson(json.RootElement);
    }

    public static void Write(Utf8JsonWriter writer, object? item)
    {
        switch (item)
        {
            case Node node:
                ElementJson.WriteNode(writer, node);
                break;
            case Edge edge:
                ElementJson.WriteEdge(writer, edge);
                break;
            case TraversalMap map:
                WriteMap(writer, map);
                break;
            case TraversalPath path:
                writer.WriteStartObject();
                writer.WritePropertyName("Path");
                WriteList(writer, path);
                writer.WriteEndObject();
                break;
            case ElementProperty property:
                writer.WriteStartObject();
                writer.WritePropertyName(property.Key);
                Write(writer, property.Value);
                writer.WriteEndObject();
                break;
            case TraversalTree tree:
                writer.WriteStartArray();
                foreach (var (value, branch) in tree.Branches) WriteBranch(writer, value, branch);
                writer.WriteEndArray();
                break;
            case TraversalSubgraph part:
                writer.WriteStartObject();
                writer.WritePropertyName("Nodes");
                WriteList(writer, part.Vertices);
                writer.WritePropertyName("Edges");
                WriteList(writer, part.Edges);
                writer.WriteEndObject();
                break;
            case IEnumerable<object?> items:
                WriteList(writer, items);
                break;
            default:
                WriteValue(writer, item);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable<object?> items)
    {
        writer.WriteStartArray();
        foreach (var item in items) Write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, TraversalMap map)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WritePropertyName(key switch
            {
                Node node => node.Id.ToString(),
                Edge edge => edge.Id.ToString(),
                _ => Describe.Value(key),
            });
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteBranch(Utf8JsonWriter writer, object? value, TraversalTree branch)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Value");
        Write(writer, value);
        writer.WritePropertyName("Branches");
        Write(writer, branch);
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or double.NaN or float.NaN:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case double or float when Arithmetic.IsFinite(value):
                writer.WriteNumberValue(Arithmetic.ToDouble(value));
                break;
            case System.Numerics.BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case int or long or short or sbyte:
                writer.WriteNumberValue(Arithmetic.ToLong(value));
                break;
            default:
                writer.WriteStringValue(Describe.Value(value));
                break;
        }
    }
}
