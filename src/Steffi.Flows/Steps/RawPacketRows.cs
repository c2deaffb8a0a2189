using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>RawPackets: a map from flow to the packets that were kept of it. One row, none where nothing was kept.</summary>
public sealed class RawPacketRows : StepRows
{
    private readonly List<KeyValuePair<string, RawPacket[]>> _flows;
    private readonly Func<string, IPacketFilter>? _packetFilter;

    private RawPacketRows(List<KeyValuePair<string, RawPacket[]>> flows, Func<string, IPacketFilter>? packetFilter) => (_flows, _packetFilter) = (flows, packetFilter);

    /// <summary>All of them in time, as a capture file holds them.</summary>
    public IEnumerable<RawPacket> Packets => _flows.SelectMany(flow => flow.Value).OrderBy(packet => packet.Timestamp);

    /// <inheritdoc/>
    public override string TypeName => "*traversal.RawPacketsTraversalStep";

    /// <inheritdoc/>
    public override int Count => _flows.Count == 0 ? 0 : 1;

    internal static RawPacketRows Of(FlowSearch search, Func<string, IPacketFilter>? packetFilter) => new(
        [.. search.ReadPackets().GroupBy(item => item.UUID, item => item.Packet)
            .Select(flow => new KeyValuePair<string, RawPacket[]>(flow.Key, [.. flow.DistinctBy(packet => packet.Index).OrderBy(packet => packet.Index)]))],
        packetFilter);

    /// <inheritdoc/>
    public override void WriteRow(int row, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        foreach (var (flow, packets) in _flows)
        {
            writer.WriteStartArray(flow);
            foreach (var packet in packets)
            {
                writer.WriteStartObject();
                writer.WriteNumber("Timestamp"u8, packet.Timestamp / 1_000_000);
                writer.WriteNumber("Index"u8, packet.Index);
                writer.WriteBase64String("Data"u8, packet.Data.Span);
                writer.WriteNumber("LinkType"u8, (int)packet.LinkType);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override StepResult? Apply(StepCall call, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Name.ToUpperInvariant() switch
        {
            "BPF" => StepResult.OfRows(Filter(call)),
            "COUNT" => StepResult.OfValue(_flows.Count),
            _ => null,
        };
    }

    /// <summary>The packets that pass; flows without any are gone.</summary>
    private RawPacketRows Filter(StepCall call)
    {
        var filter = Compile(call);
        var passed = _flows.Select(flow => new KeyValuePair<string, RawPacket[]>(flow.Key, Array.FindAll(flow.Value, packet =>
            filter.Matches(new Frame(packet.Data.Span, packet.Timestamp, packet.LinkType, packet.OriginalLength)))));
        return new RawPacketRows([.. passed.Where(flow => flow.Value.Length > 0)], _packetFilter);
    }

    private IPacketFilter Compile(StepCall call)
    {
        if (_packetFilter is null) throw call.Fail("BPF needs a compiler of packet filters, which this host does not have");
        try
        {
            return _packetFilter(call.Arguments[0].Value.AsString());
        }
        catch (ArgumentException error)
        {
            throw call.Fail(error.Message);
        }
    }
}
