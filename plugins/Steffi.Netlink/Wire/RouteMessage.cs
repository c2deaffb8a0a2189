using System.Buffers.Binary;
using System.Net;

namespace Steffi.Netlink;

/// <summary>RTM_NEWROUTE and RTM_DELROUTE: one route (struct rtmsg, linux/rtnetlink.h).</summary>
internal sealed record RouteMessage
{
    public const int HeaderLength = 12;
    private const uint ClonedFlag = 0x200;   // RTM_F_CLONED: a cache entry, no route

    public byte Family { get; private init; }
    public byte PrefixLength { get; private init; }
    public uint Table { get; private set; }
    public byte Protocol { get; private init; }
    public byte Scope { get; private init; }
    public byte Type { get; private init; }
    public uint Flags { get; private init; }
    public uint Priority { get; private set; }
    public IPAddress? Destination { get; private set; }
    public IPAddress? PreferredSource { get; private set; }
    public List<Hop> Hops { get; } = [];

    public bool IsCached => (Flags & ClonedFlag) != 0;

    /// <summary>Equal for equal routes; what the mapping does not show (lifetimes, cache figures) is left out.</summary>
    public long Fingerprint()
    {
        var low = new HashCode();
        low.Add(Family);
        low.Add(PrefixLength);
        low.Add(Table);
        low.Add(Protocol);
        low.Add(Type);
        low.Add(Priority);
        low.Add(Destination);
        low.Add(PreferredSource);
        foreach (var hop in Hops)
            low.Add(hop);
        // Spread over 64 bits, because the fingerprints of a table are added up.
        return unchecked(low.ToHashCode() * (long)0x9E3779B97F4A7C15);
    }

    /// <summary>One way to go; Index is 0 for routes that lead nowhere (blackhole, unreachable, prohibit).</summary>
    public readonly record struct Hop(IPAddress? Gateway, int Index, int Weight);

    public static RouteMessage? Decode(ReadOnlySpan<byte> payload, ref DecodeError error)
    {
        if (payload.Length < HeaderLength)
        {
            error.Set(DecodeFault.HeaderTooShort, 0, payload.Length);
            return null;
        }
        var message = new RouteMessage
        {
            Family = payload[0],
            PrefixLength = payload[1],
            Table = payload[4],
            Protocol = payload[5],
            Scope = payload[6],
            Type = payload[7],
            Flags = BinaryPrimitives.ReadUInt32LittleEndian(payload[8..]),
        };
        if (message.Family is not (AddressFamilies.IPv4 or AddressFamilies.IPv6))
        {
            error.Set(DecodeFault.UnknownFamily, 0, message.Family);
            return null;
        }
        IPAddress? gateway = null;
        int output = 0;
        var attributes = new AttributeReader(payload[HeaderLength..], ref error);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1: message.Destination = attributes.Address(); break;
                case 4: output = attributes.S32(); break;
                case 5: gateway = attributes.Address(); break;
                case 6: message.Priority = attributes.U32(); break;
                case 7: message.PreferredSource = attributes.Address(); break;
                case 9: message.ReadHops(attributes.Value, ref error); break;
                case 15: message.Table = attributes.U32(); break;
                case 18: gateway = Via(attributes.Value, ref error); break;
            }
        }
        if (message.Hops.Count == 0)
            message.Hops.Add(new Hop(gateway, output, 1));
        return error.IsSet ? null : message;
    }

    // RTA_MULTIPATH: struct rtnexthop (length, flags, hops - 1, ifindex) each with attributes of its own.
    private void ReadHops(ReadOnlySpan<byte> bytes, ref DecodeError error)
    {
        while (bytes.Length >= 8)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            if (length < 8 || length > bytes.Length)
            {
                error.Set(DecodeFault.AttributeLength, 9, length);
                return;
            }
            IPAddress? gateway = null;
            var attributes = new AttributeReader(bytes[8..length], ref error);
            while (attributes.Next())
            {
                if (attributes.Type == 5)
                    gateway = attributes.Address();
                else if (attributes.Type == 18)
                    gateway = Via(attributes.Value, ref error);
            }
            Hops.Add(new Hop(gateway, BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), bytes[3] + 1));
            bytes = bytes[Math.Min((length + 3) & ~3, bytes.Length)..];
        }
    }

    // RTA_VIA: a gateway of the other family (RFC 5549): family, address.
    private static IPAddress? Via(ReadOnlySpan<byte> value, ref DecodeError error)
    {
        if (value.Length is 6 or 18)
            return new IPAddress(value[2..]);
        error.Set(DecodeFault.ValueLength, 18, value.Length);
        return null;
    }
}
