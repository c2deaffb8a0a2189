namespace Steffi.Flows;

/// <summary>Ethernet II and 802.3, VLAN tags, LLC and SNAP, ARP.</summary>
internal ref partial struct PacketWalk
{
    // IEEE 802.3: below this the field is a length.
    private const int FirstEtherType = 0x600;

    private Step Ethernet()
    {
        if (Left < 14)
            return Fail(MalformedReason.TruncatedLink);
        int type = Read16(12);
        if (!IsLinkProtocol(type) && _at == 0 && IsBareIP())
            return Step.RawIP;
        if (!_part.HasLink)
        {
            ulong first = Read64(0);
            _part.DestinationMac = first >> 16;
            _part.SourceMac = (first & 0xFFFF) << 32 | Read32(8);
            _part.HasLink = true;
        }
        Name(Layer.Ethernet);
        _at += 14;
        return EtherType(type);
    }

    // Captures of interfaces without a link header are at times labelled Ethernet, or mix both: an IP header that is sound to its checksum,
    // and covers the frame, is none by chance.
    private readonly bool IsBareIP() =>
        _bytes[0] >> 4 == 6 ? Left >= 40 && Read16(4) + 40 == _original : _bytes[0] >> 4 == 4 && Read16(2) >= Left && IsSoundIPv4();

    private readonly bool IsSoundIPv4()
    {
        int header = (_bytes[_at] & 0xF) * 4;
        if (header < 20 || Left < header)
            return false;
        uint sum = 0;
        for (int at = 0; at < header; at += 2)
            sum += Read16(at);
        return (sum & 0xFFFF) + (sum >> 16) == 0xFFFF;
    }

    private Step EtherType(int type)
    {
        if (type < FirstEtherType)
        {
            _limit = Math.Min(_limit, _at + type);
            return Step.LogicalLink;
        }
        _part.Protocol = (ushort)type;
        return type switch
        {
            0x0800 => Step.IPv4,
            0x86DD => Step.IPv6,
            0x0806 => Step.Arp,
            0x8100 or 0x88A8 or 0x9100 or 0x9200 or 0x9300 => Step.Dot1Q,
            0x8847 or 0x8848 => Step.Mpls,
            0x8864 => Step.PPPoE,
            0x8926 => NetworkInterfaceTag(),
            0x894F => Step.Nsh,
            0x88E7 => BackboneService(),
            0x22F3 => Trill(),
            0x88E5 => MacSecurity(),
            0x88CC => Named(Layer.LLDP),
            0x888E => Named(Layer.EAPOL),
            _ => Payload(),
        };
    }

    private Step Named(Layer layer, int least = 1)
    {
        if (Left < least)
            return Fail(MalformedReason.TruncatedLink);
        Name(layer);
        return Payload();
    }

    private Step Dot1Q()
    {
        if (Left < 4)
            return Fail(MalformedReason.TruncatedLink);
        Name(Layer.Dot1Q);
        if (_vlans < 5)
            _part.Vlans |= (long)(Read16(0) & 0xFFF) << (12 * _vlans++);
        int type = Read16(2);
        _at += 4;
        return EtherType(type);
    }

    // IEEE 802.1BR's forerunner VN-Tag: four bytes of ports, not named, then the EtherType.
    private Step NetworkInterfaceTag()
    {
        if (Left < 6)
            return Fail(MalformedReason.TruncatedLink);
        int type = Read16(4);
        _at += 6;
        return EtherType(type);
    }

    private Step LogicalLink()
    {
        if (Left < 3)
            return Fail(MalformedReason.TruncatedLink);
        _part.LogicalLinkAt = _at;
        byte destination = _bytes[_at], source = _bytes[_at + 1], control = _bytes[_at + 2];
        Name(Layer.LLC);
        _part.Protocol = destination;
        if (destination == 0xAA && source == 0xAA && control == 3)
        {
            if (Left < 8)
                return Fail(MalformedReason.TruncatedLink);
            uint organisation = Read32(2) & 0xFFFFFF;
            int type = Read16(6);
            _at += 8;
            Name(Layer.SNAP);
            _part.Protocol = (ushort)type;
            // Cisco's organisation code, discovery protocol.
            if (organisation == 0x00000C && type == 0x2000)
                return Named(Layer.CDP);
            return type >= FirstEtherType ? EtherType(type) : Payload();
        }
        // Unnumbered frames have one control byte, others two.
        _at += (control & 3) == 3 ? 3 : Math.Min(4, Left);
        return destination == 0x42 && source == 0x42 ? Named(Layer.STP, least: 4) : Payload();
    }

    private Step Arp()
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedLink);
        Name(Layer.ARP);
        return Payload();
    }
}
