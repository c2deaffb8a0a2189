using System.Buffers.Binary;
using System.Net;

namespace Steffi.Netlink;

/// <summary>RTM_NEWADDR and RTM_DELADDR: one address of one interface (struct ifaddrmsg, linux/if_addr.h).</summary>
internal sealed record AddressMessage
{
    public const int HeaderLength = 8;

    public byte Family { get; private init; }
    public byte PrefixLength { get; private init; }
    public uint Flags { get; private set; }
    public byte Scope { get; private init; }
    public int Index { get; private init; }
    public IPAddress? Local { get; private set; }
    public IPAddress? Peer { get; private set; }
    public IPAddress? Broadcast { get; private set; }
    public string Label { get; private set; } = "";

    /// <summary>The interface's own address. On a point-to-point link IFA_ADDRESS is the other end and IFA_LOCAL this one.</summary>
    public IPAddress? Address => Local ?? Peer;

    public static AddressMessage? Decode(ReadOnlySpan<byte> payload, ref DecodeError error)
    {
        if (payload.Length < HeaderLength)
        {
            error.Set(DecodeFault.HeaderTooShort, 0, payload.Length);
            return null;
        }
        var message = new AddressMessage
        {
            Family = payload[0],
            PrefixLength = payload[1],
            Flags = payload[2],
            Scope = payload[3],
            Index = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]),
        };
        var attributes = new AttributeReader(payload[HeaderLength..], ref error);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1: message.Peer = attributes.Address(); break;
                case 2: message.Local = attributes.Address(); break;
                case 3: message.Label = attributes.Text(); break;
                case 4: message.Broadcast = attributes.Address(); break;
                case 8: message.Flags = attributes.U32(); break;   // 32 bits; the header's field holds the low 8 only
            }
        }
        return error.IsSet || message.Address is null ? null : message;
    }
}
