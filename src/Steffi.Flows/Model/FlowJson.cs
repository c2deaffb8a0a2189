using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Steffi.Flows;

/// <summary>Flows as JSON, with the field names of Skydive's clients. What a flow does not have is left out; ParentUUID alone is there always.</summary>
/// <remarks>Written straight from the flow: no map or string is made on the way.</remarks>
public static class FlowJson
{
    private static readonly JsonEncodedText
        UUID = Name("UUID"), TrackingID = Name("TrackingID"), L3TrackingID = Name("L3TrackingID"), ParentUUID = Name("ParentUUID"), NodeTID = Name("NodeTID"),
        CaptureID = Name("CaptureID"), LayersPath = Name("LayersPath"), Application = Name("Application"), ApplicationBy = Name("ApplicationBy"),
        Link = Name("Link"), Network = Name("Network"), Transport = Name("Transport"), ICMP = Name("ICMP"), Protocol = Name("Protocol"), A = Name("A"), B = Name("B"),
        ID = Name("ID"), Type = Name("Type"), Code = Name("Code"), Metric = Name("Metric"), LastUpdateMetric = Name("LastUpdateMetric"), ABPackets = Name("ABPackets"),
        ABBytes = Name("ABBytes"), BAPackets = Name("BAPackets"), BABytes = Name("BABytes"), RTT = Name("RTT"), Start = Name("Start"), Last = Name("Last"),
        FinishType = Name("FinishType"), Revision = Name("Revision"),
        RawPacketsCaptured = Name("RawPacketsCaptured");

    /// <summary>Writes a flow as one object.</summary>
    public static void Write(Utf8JsonWriter writer, Flow flow)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(flow);
        writer.WriteStartObject();
        writer.WriteString(UUID, flow.UUID);
        writer.WriteString(LayersPath, flow.LayersPath);
        writer.WriteString(Application, flow.Application);
        WriteText(writer, ApplicationBy, flow.ApplicationBy);
        WriteLayer(writer, Link, flow.Link);
        WriteLayer(writer, Network, flow.Network);
        if (flow.Transport is { } transport)
        {
            writer.WriteStartObject(Transport);
            writer.WriteString(Protocol, transport.Protocol);
            writer.WriteNumber(A, transport.A);
            writer.WriteNumber(B, transport.B);
            writer.WriteNumber(ID, transport.ID);
            writer.WriteEndObject();
        }
        if (flow.ICMP is { } icmp)
        {
            writer.WriteStartObject(ICMP);
            writer.WriteString(Type, icmp.Type);
            if (icmp.Code != 0)
                writer.WriteNumber(Code, icmp.Code);
            if (icmp.ID != 0)
                writer.WriteNumber(ID, icmp.ID);
            writer.WriteEndObject();
        }
        WriteMetric(writer, Metric, flow.Metric);
        if (flow.LastUpdateMetric is { } last)
            WriteMetric(writer, LastUpdateMetric, last);
        writer.WriteNumber(Start, flow.Start);
        writer.WriteNumber(Last, flow.Last);
        writer.WriteString(TrackingID, flow.TrackingID);
        writer.WriteString(L3TrackingID, flow.L3TrackingID);
        writer.WriteString(ParentUUID, flow.ParentUUID ?? "");
        WriteText(writer, NodeTID, flow.NodeTID);
        WriteText(writer, CaptureID, flow.CaptureID);
        writer.WriteNumber(RawPacketsCaptured, flow.RawPacketsCaptured);
        writer.WriteString(FinishType, NameOf(flow.FinishType));
        writer.WriteNumber(Revision, flow.Revision);
        foreach (var (name, value) in flow.Details)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    /// <summary>A flow as one line of text.</summary>
    public static string Text(Flow flow)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, flow);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A reason to end by Skydive's name: NOT_FINISHED, TIMEOUT, TCP_FIN, TCP_RST; and in its manner SCTP_SHUTDOWN, SCTP_ABORT.</summary>
    public static string NameOf(FlowFinishType type) => type switch
    {
        FlowFinishType.NotFinished => "NOT_FINISHED",
        FlowFinishType.Timeout => "TIMEOUT",
        FlowFinishType.TcpFin => "TCP_FIN",
        FlowFinishType.TcpRst => "TCP_RST",
        FlowFinishType.SctpShutdown => "SCTP_SHUTDOWN",
        _ => "SCTP_ABORT",
    };

    private static JsonEncodedText Name(string name) => JsonEncodedText.Encode(name);

    private static void WriteText(Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            writer.WriteString(name, text);
    }

    private static void WriteLayer(Utf8JsonWriter writer, JsonEncodedText name, FlowLayer? layer)
    {
        if (layer is null)
            return;
        writer.WriteStartObject(name);
        writer.WriteString(Protocol, layer.Protocol);
        writer.WriteString(A, layer.A);
        writer.WriteString(B, layer.B);
        writer.WriteNumber(ID, layer.ID);
        writer.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter writer, JsonEncodedText name, in FlowMetric metric)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber(ABPackets, metric.ABPackets);
        writer.WriteNumber(ABBytes, metric.ABBytes);
        writer.WriteNumber(BAPackets, metric.BAPackets);
        writer.WriteNumber(BABytes, metric.BABytes);
        writer.WriteNumber(Start, metric.Start);
        writer.WriteNumber(Last, metric.Last);
        if (metric.RTT != 0)
            writer.WriteNumber(RTT, metric.RTT);
        writer.WriteEndObject();
    }
}
