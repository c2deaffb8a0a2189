using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RTCP alone on a port: reports whose lengths fill the datagram exactly.</summary>
/// <remarks>Source: RFC 3550, 6.1.</remarks>
public sealed class RtcpDissector() : FlowDissector("RTCP", DissectorCarriers.Udp, 5005)
{
    private const int SenderReport = 200, ReceiverReport = 201, Last = 207;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        // When nothing followed, one datagram of several reports is mark enough.
        if (input.Payload.IsEmpty)
            return input.State is true ? Verdict.Done : Verdict.NotMine;
        if (!IsOne(input.Payload, out bool hasSeveral))
            return Verdict.NotMine;
        // Media mostly comes on the same port: two datagrams without any are needed.
        if (input.State is not null)
            return Verdict.Done;
        input.State = hasSeveral;
        return Verdict.More;
    }

    private static bool IsOne(ReadOnlySpan<byte> packet, out bool hasSeveral)
    {
        hasSeveral = false;
        if (packet.Length < 8 || packet[0] >> 6 != 2 || packet[1] is not (SenderReport or ReceiverReport))
            return false;
        for (int count = 0; packet.Length >= 4; count++)
        {
            int length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1);
            if (packet[0] >> 6 != 2 || packet[1] is < SenderReport or > Last || length > packet.Length)
                return false;
            hasSeveral = count > 0;
            packet = packet[length..];
        }
        return packet.IsEmpty;
    }
}
