using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>GET /api/status in Skydive's shape; Graph, and a probe's Message, LastError and Restarts, are Steffi's own.</summary>
internal static class StatusDocument
{
    public static void Write(Utf8JsonWriter writer, AnalyzerState state)
    {
        writer.WriteStartObject();
        WriteEmpty(writer, "Agents");
        writer.WriteStartObject("Peers");
        WriteEmpty(writer, "Incomers");
        WriteEmpty(writer, "Outgoers");
        writer.WriteEndObject();
        WriteEmpty(writer, "Publishers");
        WriteEmpty(writer, "Subscribers");
        WriteMaster(writer, "Alerts");
        WriteMaster(writer, "Captures");
        writer.WriteStartObject("Probes");
        foreach (var probe in state.Probes.Status)
        {
            writer.WriteStartObject(probe.Name);
            writer.WriteString("Status", probe.State.ToString().ToLowerInvariant());
            if (probe.Message is not null)
                writer.WriteString("Message", probe.Message);
            if (probe.LastError is not null)
                writer.WriteString("LastError", probe.LastError);
            writer.WriteNumber("Restarts", probe.Restarts);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        var view = state.Graph.Live;
        writer.WriteStartObject("Graph");
        writer.WriteNumber("Nodes", view.CountNodes());
        writer.WriteNumber("Edges", view.CountEdges());
        writer.WriteNumber("OldestInstant", state.Graph.OldestInstant.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteEndObject();
    }

    private static void WriteMaster(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteBoolean("IsMaster", true);
        writer.WriteEndObject();
    }
}
