using System.Buffers.Binary;

namespace Steffi.Netlink;

/// <summary>Attribute numbers of RTM_NEWLINK (linux/if_link.h) that more than the decoder names.</summary>
internal static class LinkAttribute
{
    public const ushort Address = 1, Name = 3, Mtu = 4, Link = 5, QueueDiscipline = 6, Master = 10, Wireless = 11, TxQueueLength = 13,
        OperState = 16, LinkInfo = 18, Alias = 20, Statistics64 = 23, AfSpec = 26, Group = 27, ExtendedMask = 29, Promiscuity = 30,
        TxQueues = 31, RxQueues = 32, Carrier = 33, LinkNetNsid = 37, Event = 44, MinMtu = 50, MaxMtu = 51, PropertyList = 52,
        AlternativeName = 53, PermanentAddress = 54, ParentName = 56, ParentBus = 57;
}

/// <summary>RTM_NEWLINK and RTM_DELLINK: one interface (struct ifinfomsg and its attributes).</summary>
internal sealed record LinkMessage
{
    public const int HeaderLength = 16;

    /// <summary>IFLA_EVENT value: offloads changed, so ask ethtool again.</summary>
    public const uint FeaturesEvent = 2;

    public byte Family { get; private init; }
    public ushort HardwareType { get; private init; }
    public int Index { get; private init; }
    public uint Flags { get; private init; }
    public string Name { get; private set; } = "";
    public string MAC { get; private set; } = "";
    public uint MTU { get; private set; }

    /// <summary>IFLA_LINK: a veth's peer, any other link's parent; 0 when there is none. An index of LinkNsid's namespace.</summary>
    public int Link { get; private set; }

    /// <summary>The id by which the interface's own namespace calls the one that Link counts in; null when they are the same.</summary>
    public int? LinkNsid { get; private set; }

    public int Master { get; private set; }
    public byte OperState { get; private set; }
    public string QueueDiscipline { get; private set; } = "";
    public uint TxQueueLength { get; private set; }
    public string Alias { get; private set; } = "";
    public uint Group { get; private set; }
    public uint Promiscuity { get; private set; }
    public uint Event { get; private set; }
    public string PermanentMAC { get; private set; } = "";
    public string ParentName { get; private set; } = "";
    public string ParentBus { get; private set; } = "";
    public List<string> AlternativeNames { get; } = [];
    public string Kind { get; private set; } = "";
    public List<LinkField> Info { get; private set; } = [];
    public string PortKind { get; private set; } = "";
    public List<LinkField> PortInfo { get; private set; } = [];
    public List<BridgeVlan> BridgeVlans { get; private set; } = [];
    public LinkStatistics? Statistics { get; private set; }

    /// <summary>A wireless event travels as RTM_NEWLINK without the interface's attributes; it says nothing of the link.</summary>
    public bool IsWirelessEvent { get; private set; }

    public static LinkMessage? Decode(ReadOnlySpan<byte> payload, ref DecodeError error)
    {
        if (payload.Length < HeaderLength)
        {
            error.Set(DecodeFault.HeaderTooShort, 0, payload.Length);
            return null;
        }
        var message = new LinkMessage
        {
            Family = payload[0],
            HardwareType = BinaryPrimitives.ReadUInt16LittleEndian(payload[2..]),
            Index = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]),
            Flags = BinaryPrimitives.ReadUInt32LittleEndian(payload[8..]),
        };
        var attributes = new AttributeReader(payload[HeaderLength..], ref error);
        while (attributes.Next())
            message.Take(ref attributes);
        return error.IsSet ? null : message;
    }

    private void Take(ref AttributeReader attribute)
    {
        switch (attribute.Type)
        {
            case LinkAttribute.Address: MAC = attribute.HardwareAddress(); break;
            case LinkAttribute.Name: Name = attribute.Text(); break;
            case LinkAttribute.Mtu: MTU = attribute.U32(); break;
            case LinkAttribute.Link: Link = attribute.S32(); break;
            case LinkAttribute.QueueDiscipline: QueueDiscipline = attribute.Text(); break;
            case LinkAttribute.Master: Master = attribute.S32(); break;
            case LinkAttribute.Wireless: IsWirelessEvent = true; break;
            case LinkAttribute.TxQueueLength: TxQueueLength = attribute.U32(); break;
            case LinkAttribute.OperState: OperState = attribute.U8(); break;
            case LinkAttribute.LinkInfo: TakeLinkInfo(attribute.Nested()); break;
            case LinkAttribute.Alias: Alias = attribute.Text(); break;
            case LinkAttribute.Statistics64: Statistics = LinkStatistics.Decode(attribute.Value); break;
            case LinkAttribute.AfSpec when Family == AddressFamilies.Bridge: BridgeVlans = BridgeVlan.DecodeAll(attribute.Nested()); break;
            case LinkAttribute.Group: Group = attribute.U32(); break;
            case LinkAttribute.Promiscuity: Promiscuity = attribute.U32(); break;
            case LinkAttribute.LinkNetNsid: LinkNsid = attribute.S32(); break;
            case LinkAttribute.Event: Event = attribute.U32(); break;
            case LinkAttribute.PropertyList: TakeNames(attribute.Nested()); break;
            case LinkAttribute.PermanentAddress: PermanentMAC = attribute.HardwareAddress(); break;
            case LinkAttribute.ParentName: ParentName = attribute.Text(); break;
            case LinkAttribute.ParentBus: ParentBus = attribute.Text(); break;
        }
    }

    private void TakeNames(AttributeReader names)
    {
        while (names.Next())
        {
            if (names.Type == LinkAttribute.AlternativeName)
                AlternativeNames.Add(names.Text());
        }
    }

    // The kind precedes its data in every kernel's message; data without a known kind is passed over.
    private void TakeLinkInfo(AttributeReader info)
    {
        while (info.Next())
        {
            switch (info.Type)
            {
                case 1: Kind = info.Text(); break;
                case 2 when LinkKind.OfLink(Kind) is { } kind: Info = Fields(info.Nested(), kind); break;
                case 4: PortKind = info.Text(); break;
                case 5 when LinkKind.OfPort(PortKind) is { } port: PortInfo = Fields(info.Nested(), port); break;
            }
        }
    }

    private static List<LinkField> Fields(AttributeReader attributes, LinkKind kind) => LinkField.DecodeAll(ref attributes, kind.Rules);
}
