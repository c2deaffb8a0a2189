using System.Globalization;
using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>What a table shows of flows that come as JSON: who spoke with whom, over what, how much, when.</summary>
internal static class FlowColumns
{
    /// <summary>Where the one thing lies that people look for: whom it is about.</summary>
    private static readonly string[] About = ["TLS.SNI", "DTLS.SNI", "QUIC.SNI", "HTTP.Host", "HTTP2.Host", "SSH.Server", "SIP.To", "MQTT.Topic"];

    public static IReadOnlyList<Column> All { get; } =
    [
        new("Last", flow => Cells.Time(Of(flow, "Last"))), Column.OfMember("Application"), new("A", flow => End(flow, "A")), new("B", flow => End(flow, "B")), new("Layers", flow => Text(flow, "LayersPath")),
        new("A→B packets", flow => Text(flow, "Metric.ABPackets")), new("bytes", flow => Text(flow, "Metric.ABBytes")),
        new("B→A packets", flow => Text(flow, "Metric.BAPackets")), new("bytes", flow => Text(flow, "Metric.BABytes")),
        new("RTT", RoundTrip), new("Seconds", Duration), new("Finish", flow => Text(flow, "FinishType") is var finish && finish == "NOT_FINISHED" ? "" : finish),
        new("About", flow => About.Select(path => Text(flow, path)).FirstOrDefault(text => text.Length > 0) ?? ""), Column.OfMember("TrackingID"),
    ];

    public static bool IsFlow(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("LayersPath", out _) && item.TryGetProperty("TrackingID", out _);

    /// <summary>One flow on a line, for following.</summary>
    public static string Line(JsonElement flow) =>
        $"{Cells.Time(Of(flow, "Last"))}  {Text(flow, "Application"),-10} {End(flow, "A")} → {End(flow, "B")}  "
        + $"{Text(flow, "Metric.ABPackets")} packets {Text(flow, "Metric.ABBytes")} B →, {Text(flow, "Metric.BAPackets")} packets {Text(flow, "Metric.BABytes")} B ←"
        + string.Concat(All.Where(column => column.Title is "RTT" or "Finish" or "About").Select(column => column.Read(flow)).Where(cell => cell.Length > 0).Select(cell => "  " + cell));

    private static string End(JsonElement flow, string side)
    {
        var address = Text(flow, "Network." + side) is { Length: > 0 } network ? network : Text(flow, "Link." + side);
        return Text(flow, "Transport." + side) is not { Length: > 0 } port ? address : address.Contains(':') ? $"[{address}]:{port}" : $"{address}:{port}";
    }

    private static string RoundTrip(JsonElement flow) => Of(flow, "Metric.RTT") is { ValueKind: JsonValueKind.Number } time
        ? string.Create(CultureInfo.InvariantCulture, $"{time.GetInt64() / 1e6:0.###} ms") : "";

    private static string Duration(JsonElement flow) => Of(flow, "Start") is { ValueKind: JsonValueKind.Number } start && Of(flow, "Last") is { ValueKind: JsonValueKind.Number } last
        ? ((last.GetInt64() - start.GetInt64()) / 1000.0).ToString("0.###", CultureInfo.InvariantCulture) : "";

    private static string Text(JsonElement flow, string path) => Cells.Text(Of(flow, path));

    private static JsonElement Of(JsonElement flow, string path)
    {
        foreach (var key in path.Split('.'))
            if (flow.ValueKind != JsonValueKind.Object || !flow.TryGetProperty(key, out flow))
                return default;
        return flow;
    }
}
