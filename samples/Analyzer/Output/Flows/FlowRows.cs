using System.Text;
using System.Text.Json;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>Flows as the table that a host's flows are shown in, the latest last.</summary>
internal sealed class FlowRows(Stream stream) : FlowOutput
{
    private readonly List<(long Last, string[] Cells)> rows = [];

    public override void Add(Flow flow)
    {
        using var json = JsonDocument.Parse(FlowJson.Text(flow));
        rows.Add((flow.Last, [.. FlowColumns.All.Select(column => column.Read(json.RootElement))]));
    }

    public override void Finish()
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        Tables.Write(writer, [.. FlowColumns.All.Select(column => column.Title)], rows.OrderBy(row => row.Last).Select(row => row.Cells));
        writer.WriteLine(rows.Count == 1 ? "1 flow" : $"{rows.Count} flows");
    }
}
