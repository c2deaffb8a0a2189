using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Values in GraphSON 3.0: texts and bools as they are, all else as <c>{"@type": "g:Int32", "@value": 1}</c>.</summary>
internal static class GraphSonValue
{
    /// <exception cref="FormatException">It is no value that the language knows.</exception>
    public static object? Read(JsonElement json)
    {
        NestedWork.Enter();
        return json.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => Number(json),
            JsonValueKind.Array => json.EnumerateArray().Select(Read).ToList(),
            _ when json.TryGetProperty("@type", out var type) && json.TryGetProperty("@value", out var value) => Typed(type.ToString(), value),
            _ => new TraversalMap(json.EnumerateObject().Select(pair => KeyValuePair.Create((object?)pair.Name, Read(pair.Value)))),
        };
    }

    public static void Write(Utf8JsonWriter json, object? value)
    {
        NestedWork.Enter();
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text: json.WriteStringValue(text); break;
            case sbyte number: Write(json, "gx:Byte", number); break;
            case short number: Write(json, "gx:Int16", number); break;
            case int number: Write(json, "g:Int32", number); break;
            case long number: Write(json, "g:Int64", number); break;
            case float number: Write(json, "g:Float", number); break;
            case double number: Write(json, "g:Double", number); break;
            case BigInteger number: Write(json, "gx:BigInteger", () => json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture))); break;
            case BigDecimal number: Write(json, "gx:BigDecimal", () => json.WriteRawValue(number.ToString())); break;
            case DateTimeOffset time: Write(json, "gx:OffsetDateTime", () => json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture))); break;
            case Guid id: Write(json, "g:UUID", () => json.WriteStringValue(id)); break;
            case TraversalMap map: Write(json, "g:Map", map.SelectMany(pair => new[] { pair.Key, pair.Value })); break;
            case TraversalSet set: Write(json, "g:Set", set); break;
            case IEnumerable<object?> list: Write(json, "g:List", list); break;
            default: throw new StepFailure($"GraphSON has no word here for {Describe.Type(value)}");
        }
    }

    private static object Number(JsonElement json) => json.TryGetInt32(out var number) ? number : json.TryGetInt64(out var wide) ? wide : json.GetDouble();

    private static object? Typed(string type, JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.ToString() : "";
        return type switch
        {
            "g:Int32" => int.Parse(text, CultureInfo.InvariantCulture),
            "g:Int64" => long.Parse(text, CultureInfo.InvariantCulture),
            "gx:Byte" => sbyte.Parse(text, CultureInfo.InvariantCulture),
            "gx:Int16" => short.Parse(text, CultureInfo.InvariantCulture),
            "g:Double" => Fraction(text),
            "g:Float" => (float)Fraction(text),
            "gx:BigInteger" => BigInteger.Parse(text, CultureInfo.InvariantCulture),
            "gx:BigDecimal" => BigDecimal.Parse(text),
            "g:UUID" => Guid.Parse(text),
            "g:Date" or "g:Timestamp" => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture)),
            "gx:OffsetDateTime" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
            "g:List" when value.ValueKind == JsonValueKind.Array => value.EnumerateArray().Select(Read).ToList(),
            "g:Set" when value.ValueKind == JsonValueKind.Array => new TraversalSet(value.EnumerateArray().Select(Read)),
            "g:Map" when value.ValueKind == JsonValueKind.Array =>
                new TraversalMap(value.EnumerateArray().Select(Read).Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[^1]))),
            _ => throw new FormatException($"{type} is no type of a property"),
        };
    }

    /// <summary>NaN and the infinities are texts.</summary>
    private static double Fraction(string text) => text switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static void Write(Utf8JsonWriter json, string type, long number) => Write(json, type, () => json.WriteNumberValue(number));

    private static void Write(Utf8JsonWriter json, string type, float number) => Write(json, type, () =>
    {
        if (float.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteStringValue(Describe.Value(number));
    });

    private static void Write(Utf8JsonWriter json, string type, double number) => Write(json, type, () =>
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteStringValue(Describe.Value(number));
    });

    private static void Write(Utf8JsonWriter json, string type, IEnumerable<object?> items) => Write(json, type, () =>
    {
        json.WriteStartArray();
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, string type, Action write)
    {
        json.WriteStartObject();
        json.WriteString("@type", type);
        json.WritePropertyName("@value");
        write();
        json.WriteEndObject();
    }
}
