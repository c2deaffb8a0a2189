using System.Buffers.Binary;
using System.Net;
using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>The messages of sock_diag(7): struct inet_diag_req_v2 and struct inet_diag_msg (linux/inet_diag.h), struct tcp_info (linux/tcp.h).</summary>
internal static class InetDiag
{
    public const ushort ByFamily = 20;   // SOCK_DIAG_BY_FAMILY
    private const int RequestLength = 56, MessageLength = 72, SockId = 4;
    private const ushort Info = 2;       // INET_DIAG_INFO
    private const int RoundTrip = 68;    // tcpi_rtt

    /// <summary>A dump of every socket of one family and protocol, in every state.</summary>
    /// <param name="buffer">For the request.</param>
    /// <param name="family">As in messages.</param>
    /// <param name="protocol">Of the two.</param>
    /// <param name="hasRoundTrips">Whether TCP's are asked for, with all else that the kernel knows of a connection.</param>
    /// <param name="sequence">Of the request.</param>
    public static ReadOnlySpan<byte> Dump(Span<byte> buffer, byte family, TransportProtocol protocol, bool hasRoundTrips, uint sequence)
    {
        var writer = new RequestWriter(buffer, ByFamily, MessageFlags.Dump, sequence, RequestLength);
        writer.Body[0] = family;
        writer.Body[1] = (byte)protocol;
        writer.Body[2] = (byte)(hasRoundTrips && protocol == TransportProtocol.Tcp ? 1 << (Info - 1) : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.Body[4..], uint.MaxValue);
        return writer.Finish();
    }

    /// <returns>False when the message is shorter than its fixed part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, TransportProtocol protocol, out SocketRecord record)
    {
        record = default;
        if (message.Length < MessageLength)
            return false;
        int addressLength = message[0] == AddressFamilies.IPv6 ? 16 : 4;
        var id = message[SockId..];
        record = new SocketRecord(protocol, (SocketState)message[1],
            new SocketEnd(new IPAddress(id.Slice(4, addressLength)), BinaryPrimitives.ReadUInt16BigEndian(id)),
            new SocketEnd(new IPAddress(id.Slice(20, addressLength)), BinaryPrimitives.ReadUInt16BigEndian(id[2..])),
            BinaryPrimitives.ReadUInt64LittleEndian(id[40..]),
            BinaryPrimitives.ReadUInt32LittleEndian(message[(MessageLength - 4)..]),
            (SocketState)message[1] == SocketState.Listen ? 0 : ReadRoundTrip(message[MessageLength..]));
        return true;
    }

    private static uint ReadRoundTrip(ReadOnlySpan<byte> rest)
    {
        DecodeError error = default;
        var attributes = new AttributeReader(rest, ref error);
        while (attributes.Next())
        {
            if (attributes.Type == Info && attributes.Value.Length >= RoundTrip + 4)
                return BinaryPrimitives.ReadUInt32LittleEndian(attributes.Value[RoundTrip..]);
        }
        return 0;
    }
}
