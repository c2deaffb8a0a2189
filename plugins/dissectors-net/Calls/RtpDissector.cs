using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RTP, told by how its packets follow each other: it has no mark of its own.</summary>
/// <remarks>Source: RFC 3550, 5.1; RFC 5761 and RFC 7983 for what shares the port.</remarks>
public sealed class RtpDissector() : FlowDissector("RTP", DissectorCarriers.Udp)
{
    private const int HeaderLength = 12, Needed = 4, LeastPort = 1024;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var packet = input.Payload;
        // RFC 5761, 4: what reports is told from media by its second byte, encrypted or not.
        if (StunHeader.IsOne(packet) || packet is [>= 0x80 and < 0xc0, >= 192 and <= 223, ..])
            return Verdict.More;
        if (packet.Length < HeaderLength || packet[0] >> 6 != 2 || input.SourcePort < LeastPort || input.DestinationPort < LeastPort)
            return Verdict.NotMine;
        int type = packet[1] & 0x7f;
        int header = HeaderLength + 4 * (packet[0] & 15);
        // 35 to 95 are hardly ever given out.
        if (type is > 34 and < 96 || header > packet.Length)
            return Verdict.NotMine;
        var next = new Packet(
            BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), type, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), BinaryPrimitives.ReadUInt32BigEndian(packet[4..]));

        var streams = input.State as Streams;
        input.State = streams ??= new Streams();
        ref var last = ref input.FromClient ? ref streams.Forth : ref streams.Back;
        ref int run = ref input.FromClient ? ref streams.ForthRun : ref streams.BackRun;
        if (last == next)
            return Verdict.More; // Captured twice.
        if (last is null || next.Follows(last))
            run++;
        else if (++streams.Breaks > 2)
            return Verdict.NotMine;
        else
            run = 1;
        last = next;
        if (run < Needed)
            return Verdict.More;
        fields.SetAll("RTP", Metadata.Of(("SSRC", (long)next.Source), ("PayloadType", next.Type)));
        return Verdict.Done;
    }

    private sealed record Packet(uint Source, int Type, ushort Sequence, uint Timestamp)
    {
        /// <summary>The same source, a few numbers on, and a clock that went on by less than a minute at 90 kHz.</summary>
        public bool Follows(Packet last) =>
            Source == last.Source && (ushort)(Sequence - last.Sequence) is >= 1 and <= 8 && Timestamp - last.Timestamp < 60 * 90_000 && Source != 0;
    }

    private sealed class Streams
    {
        public Packet? Forth, Back;
        public int ForthRun, BackRun, Breaks;
    }
}
