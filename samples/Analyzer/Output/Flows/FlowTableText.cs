using System.Globalization;
using System.Text;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>Flows as a table to read, in the order of their first packets.</summary>
internal sealed class FlowTableText(Stream stream) : FlowOutput
{
    private static readonly string[] Titles = ["Start", "Application", "A", "B", "Layers", "A→B packets", "bytes", "B→A packets", "bytes", "RTT", "Seconds", "About"];

    private readonly List<Flow> flows = [];

    public override void Add(Flow flow) => flows.Add(flow);

    public override void Finish()
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        Tables.Write(writer, Titles, flows.OrderBy(flow => flow.Start).Select(Cells));
        writer.WriteLine(flows.Count == 1 ? "1 flow" : $"{flows.Count} flows");
    }

    private static string[] Cells(Flow flow) =>
    [
        DateTimeOffset.FromUnixTimeMilliseconds(flow.Start).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        flow.Application, End(flow, of => of.A, of => of.A), End(flow, of => of.B, of => of.B), flow.LayersPath,
        Number(flow.Metric.ABPackets), Number(flow.Metric.ABBytes), Number(flow.Metric.BAPackets), Number(flow.Metric.BABytes),
        flow.Metric.RTT == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{flow.Metric.RTT / 1e6:0.###} ms"),
        ((flow.Last - flow.Start) / 1000.0).ToString("0.###", CultureInfo.InvariantCulture), About(flow),
    ];

    private static string End(Flow flow, Func<FlowLayer, string> address, Func<FlowTransport, int> port) =>
        (flow.Network ?? flow.Link) is not { } layer ? ""
        : flow.Transport is not { } transport ? address(layer)
        : address(layer).Contains(':') ? $"[{address(layer)}]:{port(transport)}"
        : $"{address(layer)}:{port(transport)}";

    private static string About(Flow flow)
    {
        foreach (var path in FlowColumns.About)
            if (flow.Details.TryGet(path, out var value) && value.Kind == ValueKind.String)
                return value.AsString();
        return "";
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
