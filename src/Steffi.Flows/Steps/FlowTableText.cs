using System.Globalization;
using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Flows as a table for people: who spoke with whom, over what, how much, when.</summary>
internal static class FlowTableText
{
    private static readonly string[] Columns = ["Application", "A", "B", "Packets A→B", "B→A", "Bytes A→B", "B→A", "Start", "Last", "TrackingID", "NodeTID"];

    public static ResultTable Of(IReadOnlyList<Flow> flows) => new(Columns, [.. flows.Select(Row)]);

    private static string[] Row(Flow flow) =>
    [
        flow.Application, End(flow, isA: true), End(flow, isA: false),
        Number(flow.Metric.ABPackets), Number(flow.Metric.BAPackets), Number(flow.Metric.ABBytes), Number(flow.Metric.BABytes),
        Time(flow.Start), Time(flow.Last), flow.TrackingID, flow.NodeTID ?? "",
    ];

    private static string End(Flow flow, bool isA)
    {
        var layer = flow.Network ?? flow.Link;
        string? address = isA ? layer?.A : layer?.B;
        if (flow.Transport is not { } ports) return address ?? "";
        int port = isA ? ports.A : ports.B;
        return string.Create(CultureInfo.InvariantCulture, $"{(address?.Contains(':') == true ? $"[{address}]" : address)}:{port}");
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Time(long milliseconds) => milliseconds is < 0 or > 253_402_300_799_999
        ? Number(milliseconds)
        : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
