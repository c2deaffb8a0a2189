using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>How this program writes JSON: UTF-8, nothing escaped that needs no escape, as Skydive's clients print it.</summary>
internal static class JsonText
{
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static readonly JsonWriterOptions Pretty = Compact with { Indented = true };

    /// <summary>An object with one string member.</summary>
    public static byte[] Object(string key, string value) => Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(key, value);
        writer.WriteEndObject();
    });

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
