using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>The layer that a UDP port names, if the payload has its shape. Asked once a flow.</summary>
internal static class PortLayer
{
    private const uint DhcpCookie = 0x63825363;

    public static Layer Of(in PacketPart part, ReadOnlySpan<byte> payload)
    {
        if (part.Path.Last != Layer.UDP)
            return Layer.None;
        var layer = Of(part.DestinationPort);
        if (layer == Layer.None)
            layer = Of(part.SourcePort);
        return layer != Layer.None && (part.IsCounted || IsShaped(layer, payload, payload.Length < part.PayloadLength)) ? layer : Layer.None;
    }

    private static Layer Of(ushort port) => port switch
    {
        53 => Layer.DNS,
        123 => Layer.NTP,
        67 or 68 => Layer.DHCPv4,
        546 or 547 => Layer.DHCPv6,
        _ => Layer.None,
    };

    private static bool IsShaped(Layer layer, ReadOnlySpan<byte> payload, bool isCut) => layer switch
    {
        Layer.DNS => payload.Length >= 12 && (isCut || IsDns(payload)),
        Layer.NTP => payload.Length >= 48,
        Layer.DHCPv4 => payload.Length >= 240 && BinaryPrimitives.ReadUInt32BigEndian(payload[236..]) == DhcpCookie,
        _ => payload.Length >= 4,
    };

    // RFC 1035: every name and record that the header counts is within the message.
    private static bool IsDns(ReadOnlySpan<byte> message)
    {
        int at = 12;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]), records = 0;
        for (int count = 6; count < 12; count += 2)
            records += BinaryPrimitives.ReadUInt16BigEndian(message[count..]);
        for (; questions > 0; questions--)
            if (!SkipName(message, ref at) || (at += 4) > message.Length)
                return false;
        for (; records > 0; records--)
        {
            if (!SkipName(message, ref at) || at + 10 > message.Length)
                return false;
            at += 10 + BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            if (at > message.Length)
                return false;
        }
        return true;
    }

    private static bool SkipName(ReadOnlySpan<byte> message, ref int at)
    {
        while (at < message.Length)
        {
            byte length = message[at++];
            if (length == 0)
                return true;
            // A pointer to an earlier name ends this one.
            if (length >= 0xC0)
                return ++at <= message.Length;
            if (length >= 0x40)
                return false;
            at += length;
        }
        return false;
    }
}
