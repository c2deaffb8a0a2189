using System.Buffers.Binary;

namespace Steffi.Netlink;

/// <summary>One VLAN, or a range of them, that a bridge port carries (IFLA_BRIDGE_VLAN_INFO).</summary>
internal readonly record struct BridgeVlan(int First, int Last, bool IsPvid, bool IsUntagged)
{
    private const ushort VlanInfoAttribute = 2;
    private const int Pvid = 2, Untagged = 4, RangeBegin = 8, RangeEnd = 16;

    public static List<BridgeVlan> DecodeAll(AttributeReader attributes)
    {
        var vlans = new List<BridgeVlan>();
        int begin = 0;
        while (attributes.Next())
        {
            if (attributes.Type != VlanInfoAttribute || attributes.Value.Length != 4)
                continue;
            int flags = BinaryPrimitives.ReadUInt16LittleEndian(attributes.Value);
            int id = BinaryPrimitives.ReadUInt16LittleEndian(attributes.Value[2..]);
            if ((flags & RangeBegin) != 0)
            {
                begin = id;
                continue;
            }
            int first = (flags & RangeEnd) != 0 && begin > 0 ? begin : id;
            begin = 0;
            vlans.Add(new BridgeVlan(first, id, (flags & Pvid) != 0, (flags & Untagged) != 0));
        }
        return vlans;
    }
}
