using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Steffi.Analyzer;

/// <summary>The body of a request as JSON, whether it was sent as such or in YAML (Content-Type application/yaml).</summary>
internal static class RequestBody
{
    private const int Largest = 1 << 20;

    /// <exception cref="InvalidDataException">It is neither, or too large; says where.</exception>
    public static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        var bytes = await ReadBytesAsync(context);
        try
        {
            if (context.Request.ContentType?.Contains("yaml", StringComparison.OrdinalIgnoreCase) == true)
                bytes = FromYaml(Encoding.UTF8.GetString(bytes));
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"invalid request body: {e.Message}");
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"invalid request body: line {e.Start.Line}, column {e.Start.Column}: {e.Message}");
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpContext context)
    {
        var buffer = new byte[Largest + 1];
        int length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length <= Largest ? buffer[..length] : throw TooLarge();
    }

    private static byte[] FromYaml(string text)
    {
        var yaml = BoundedYaml.Load(text);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, yaml ?? new YamlScalarNode(""), 0);
        return stream.ToArray();
    }

    // An alias may stand for much, and for what it is in.
    private static void Write(Utf8JsonWriter writer, YamlNode node, int depth)
    {
        if (depth > BoundedYaml.Deepest || writer.BytesCommitted + writer.BytesPending > Largest)
            throw TooLarge();
        switch (node)
        {
            case YamlMappingNode map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.Children)
                {
                    writer.WritePropertyName(BoundedYaml.KeyOf(key));
                    Write(writer, value, depth + 1);
                }
                writer.WriteEndObject();
                break;
            case YamlSequenceNode list:
                writer.WriteStartArray();
                foreach (var item in list.Children)
                    Write(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                Write(writer, scalar);
                break;
        }
    }

    // YAML 1.2's core schema: what stands without quotes may be null, a truth or a number.
    private static void Write(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            writer.WriteStringValue(text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            writer.WriteNullValue();
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            writer.WriteBooleanValue(text[0] is 't' or 'T');
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            writer.WriteNumberValue(number);
        else if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real))
            writer.WriteNumberValue(real);
        else
            writer.WriteStringValue(text);
    }

    private static InvalidDataException TooLarge() => new("invalid request body: too large");
}
