using System.Text.Json;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>A capture in the shape of Skydive's API; Threads, Classify, UpdateSeconds and ExpireSeconds are Steffi's own.</summary>
public static class CaptureJson
{
    private const int MostThreads = 256;
    private static readonly string[] Layers = ["DNS", "DHCPv4", "VRRP"];

    /// <summary>Writes a capture as an object. Members that are not set are left out, except those that Skydive's clients rely on.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    /// <param name="request">The capture.</param>
    /// <param name="count">How many interfaces it captures now.</param>
    public static void Write(Utf8JsonWriter writer, CaptureRequest request, int count = 0)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        var flows = request.Flows;
        writer.WriteStartObject();
        writer.WriteString("UUID", request.ID);
        writer.WriteString("GremlinQuery", request.GremlinQuery);
        foreach (var (name, text) in ((string, string?)[])[
            ("BPFFilter", request.BPFFilter), ("Name", request.Name), ("Description", request.Description), ("Type", request.Type)])
            if (!string.IsNullOrEmpty(text))
                writer.WriteString(name, text);
        writer.WriteNumber("Count", count);
        writer.WriteNumber("SamplingRate", request.SamplingRate);
        writer.WriteNumber("PollingInterval", 0);
        if (request.HeaderSize != 0)
            writer.WriteNumber("HeaderSize", request.HeaderSize);
        if (request.Threads != 0)
            writer.WriteNumber("Threads", request.Threads);
        if (flows.RawPacketLimit != 0)
            writer.WriteNumber("RawPacketLimit", flows.RawPacketLimit);
        writer.WriteBoolean("ExtraTCPMetric", flows.ExtraTCPMetric);
        writer.WriteBoolean("IPDefrag", flows.IPDefrag);
        writer.WriteBoolean("ReassembleTCP", flows.ReassembleTCP);
        writer.WriteString("LayerKeyMode", flows.LayerKeyMode.ToString());
        if (flows.ExtraLayers.Count > 0)
        {
            writer.WriteStartArray("ExtraLayers");
            foreach (var layer in flows.ExtraLayers.Order(StringComparer.Ordinal))
                writer.WriteStringValue(layer);
            writer.WriteEndArray();
        }
        if (flows.Classify)
            writer.WriteBoolean("Classify", true);
        var usual = new FlowTableOptions();
        if (flows.UpdateEvery != usual.UpdateEvery)
            writer.WriteNumber("UpdateSeconds", flows.UpdateEvery.TotalSeconds);
        if (flows.ExpireAfter != usual.ExpireAfter)
            writer.WriteNumber("ExpireSeconds", flows.ExpireAfter.TotalSeconds);
        if (request.Expires is { } expires)
            writer.WriteNumber("Expires", expires.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
    }

    /// <summary>Reads a capture. Members that it does not know are ignored, as Skydive does.</summary>
    /// <param name="json">An object. Without UUID the capture gets a new one.</param>
    /// <exception cref="CaptureRefusedException">A member is missing or has a wrong value; names it.</exception>
    public static CaptureRequest Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new CaptureRefusedException("an object is expected");
        if (Text(json, "Target") is { } target || (Text(json, "TargetType") is { } kind && kind != "local"))
            throw new CaptureRefusedException("Target: sending flows elsewhere is not supported");
        var usual = new FlowTableOptions();
        var mode = Text(json, "LayerKeyMode") ?? nameof(LayerKeyMode.L2);
        return new CaptureRequest
        {
            ID = Text(json, "UUID") ?? Guid.NewGuid().ToString(),
            GremlinQuery = Text(json, "GremlinQuery") ?? throw new CaptureRefusedException("GremlinQuery is required: which interfaces to capture"),
            BPFFilter = Text(json, "BPFFilter"),
            Name = Text(json, "Name"),
            Description = Text(json, "Description"),
            Type = Text(json, "Type"),
            HeaderSize = Number(json, "HeaderSize", 0, int.MaxValue),
            SamplingRate = Number(json, "SamplingRate", 0, int.MaxValue),
            Threads = Number(json, "Threads", 0, MostThreads),
            Expires = Time(json, "Expires"),
            Flows = usual with
            {
                LayerKeyMode = mode is "L2" or "L3" ? Enum.Parse<LayerKeyMode>(mode) : throw new CaptureRefusedException($"LayerKeyMode: '{mode}' is neither L2 nor L3"),
                ExtraTCPMetric = Bool(json, "ExtraTCPMetric"),
                IPDefrag = Bool(json, "IPDefrag"),
                ReassembleTCP = Bool(json, "ReassembleTCP"),
                Classify = Bool(json, "Classify"),
                RawPacketLimit = Number(json, "RawPacketLimit", -1, int.MaxValue),
                ExtraLayers = ReadLayers(json).ToHashSet(StringComparer.Ordinal),
                UpdateEvery = Seconds(json, "UpdateSeconds", usual.UpdateEvery),
                ExpireAfter = Seconds(json, "ExpireSeconds", usual.ExpireAfter),
            },
        };
    }

    private static IEnumerable<string> ReadLayers(JsonElement json)
    {
        if (!json.TryGetProperty("ExtraLayers", out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        IEnumerable<string?> names = list.ValueKind switch
        {
            JsonValueKind.String => list.GetString()!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            JsonValueKind.Array => list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : item.GetRawText()),
            _ => throw new CaptureRefusedException("ExtraLayers: a list of names is expected"),
        };
        return names.Select(name => Layers.FirstOrDefault(layer => layer.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CaptureRefusedException($"ExtraLayers: '{name}' is none of {string.Join(", ", Layers)}")).ToList();
    }

    private static string? Text(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind != JsonValueKind.String ? throw new CaptureRefusedException($"{name}: a string is expected")
        : value.GetString() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long time) && time >= 0 && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time) : throw new CaptureRefusedException($"{name}: milliseconds since 1970 are expected");

    private static bool Bool(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new CaptureRefusedException($"{name}: true or false is expected"));

    private static int Number(JsonElement json, string name, int least, int most) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? 0
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most ? number
        : throw new CaptureRefusedException($"{name}: a whole number from {least} {(most == int.MaxValue ? "on" : $"to {most}")} is expected");

    private static TimeSpan Seconds(JsonElement json, string name, TimeSpan usual) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? usual
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds) && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds)
        : throw new CaptureRefusedException($"{name}: a number of seconds is expected");
}
