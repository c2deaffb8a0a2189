using System.Buffers.Binary;
using System.Net;

namespace Steffi.Netlink;

/// <summary>RTM_NEWNEIGH and RTM_DELNEIGH: an ARP or NDP entry, or with family AF_BRIDGE one of a forwarding database.</summary>
internal sealed record NeighborMessage
{
    public const int HeaderLength = 12;   // struct ndmsg, linux/neighbour.h

    public byte Family { get; private init; }
    public int Index { get; private init; }
    public ushort State { get; private init; }
    public byte Flags { get; private init; }
    public IPAddress? Destination { get; private set; }
    public string MAC { get; private set; } = "";
    public int Vlan { get; private set; }
    public uint Vni { get; private set; }
    public int Port { get; private set; }
    public int Master { get; private set; }
    public int OutIndex { get; private set; }

    /// <summary>What makes two messages speak of the same entry. A bridge port and the bridge may hold one MAC each (NTF_SELF or NTF_MASTER).</summary>
    public NeighborKey Key => Family == AddressFamilies.Bridge
        ? new NeighborKey(Family, null, MAC, Vlan, Vni, (byte)(Flags & 0x02), Destination)
        : new NeighborKey(Family, Destination, "", 0, 0, (byte)(Flags & 0x08), null);

    public static NeighborMessage? Decode(ReadOnlySpan<byte> payload, ref DecodeError error)
    {
        if (payload.Length < HeaderLength)
        {
            error.Set(DecodeFault.HeaderTooShort, 0, payload.Length);
            return null;
        }
        var message = new NeighborMessage
        {
            Family = payload[0],
            Index = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]),
            State = BinaryPrimitives.ReadUInt16LittleEndian(payload[8..]),
            Flags = payload[10],
        };
        var attributes = new AttributeReader(payload[HeaderLength..], ref error);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1: message.Destination = attributes.Address(); break;
                case 2: message.MAC = attributes.HardwareAddress(); break;
                case 5: message.Vlan = attributes.U16(); break;
                case 6: message.Port = attributes.U16Network(); break;
                case 7: message.Vni = attributes.U32(); break;
                case 8: message.OutIndex = attributes.S32(); break;
                case 9: message.Master = attributes.S32(); break;
            }
        }
        return error.IsSet ? null : message;
    }
}

/// <summary>Identity of a neighbour or forwarding entry on its interface.</summary>
internal readonly record struct NeighborKey(
    byte Family, IPAddress? Address, string MAC, int Vlan, uint Vni, byte Flags, IPAddress? Remote);
