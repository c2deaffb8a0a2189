using System.Text.Json;

namespace Steffi.Probes;

/// <summary>The standing captures in a file, so that they stand again after a restart.</summary>
internal static class CaptureFile
{
    /// <returns>None when there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is damaged; names it.</exception>
    public static IReadOnlyList<CaptureRequest> Read(string file)
    {
        if (!File.Exists(file))
            return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return [.. json.RootElement.EnumerateArray().Select(CaptureJson.Read)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or CaptureRefusedException)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>Replaces the file at once: whoever reads it, after a crash too, finds the old captures or the new ones.</summary>
    public static void Write(string file, IEnumerable<CaptureRequest> captures)
    {
        var partial = file + ".partial";
        using (var stream = File.Create(partial))
        {
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            {
                writer.WriteStartArray();
                foreach (var capture in captures)
                    CaptureJson.Write(writer, capture);
                writer.WriteEndArray();
            }
            stream.Flush(flushToDisk: true);
        }
        File.Move(partial, file, overwrite: true);
    }
}
