using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RTCP alone on a port: reports whose lengths fill the datagram exactly.</summary>
/// <remarks>Source: RFC 3550, 6.1.</remarks>
public sealed class RtcpDissector() : FlowDissector("RTCP", DissectorCarriers.Udp, 5005)
{
    private const int SenderReport = 200, ReceiverReport = 201, Last = 207;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields) =>
        // Media mostly comes on the same port: two datagrams without any are needed.
        !IsOne(input.Payload) ? Verdict.NotMine : input.State is not null ? Verdict.Done : Remember(ref input);

    private static Verdict Remember(ref DissectorInput input)
    {
        input.State = true;
        return Verdict.More;
    }

    internal static bool IsOne(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 8 || packet[0] >> 6 != 2 || packet[1] is not (SenderReport or ReceiverReport))
            return false;
        while (packet.Length >= 4)
        {
            int length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1);
            if (packet[0] >> 6 != 2 || packet[1] is < SenderReport or > Last || length > packet.Length)
                return false;
            packet = packet[length..];
        }
        return packet.IsEmpty;
    }
}
