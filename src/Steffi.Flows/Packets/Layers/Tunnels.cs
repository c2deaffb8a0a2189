namespace Steffi.Flows;

/// <summary>Headers that cut a frame: GRE, ERSPAN, EtherIP, MPLS, VXLAN, Geneve.</summary>
internal ref partial struct PacketWalk
{
    private const int MostLabels = 12;
    private const uint BottomOfStack = 0x100;

    // RFC 2784 and 2890; version 1 is PPTP's, RFC 2637.
    private Step Gre()
    {
        if (Left < 4)
            return Fail(MalformedReason.TruncatedTunnel);
        int flags = Read16(0), type = Read16(2), version = flags & 7;
        if (version > 1)
            return Fail(MalformedReason.InvalidTunnel);
        const int Checksum = 0x8000, Routing = 0x4000, Key = 0x2000, Sequence = 0x1000, Acknowledgement = 0x80;
        bool hasKey = (flags & Key) != 0, hasSequence = (flags & Sequence) != 0;
        int keyAt = (flags & (Checksum | Routing)) != 0 ? 8 : 4;
        int length = keyAt + (hasKey ? 4 : 0) + (hasSequence ? 4 : 0) + (version == 1 && (flags & Acknowledgement) != 0 ? 4 : 0);
        if (Left < length)
            return Fail(MalformedReason.TruncatedTunnel);
        if (hasKey)
            // Version 1 has a payload length and the call's id here.
            _part.NetworkId = _part.TunnelId = version == 0 ? Read32(keyAt) : Read16(keyAt + 2);
        _at += length;
        if ((flags & Routing) != 0 && !SkipSourceRoutes())
            return Fail(MalformedReason.TruncatedTunnel);
        Name(Layer.GRE);
        switch (type)
        {
            case 0x0800: return Cut(TunnelType.GRE, Step.IPv4);
            case 0x86DD: return Cut(TunnelType.GRE, Step.IPv6);
            case 0x6558: return Cut(TunnelType.GRE, Step.Ethernet);
            // One cut, at the MPLS.
            case 0x8847 or 0x8848: return Step.Mpls;
            case 0x88BE or 0x22EB: return Erspan(type, hasSequence);
            case 0x880B: return Cut(TunnelType.GRE, Step.PPP);
            case 0x0806: return Cut(TunnelType.GRE, Step.Arp);
            default: return Cut(TunnelType.GRE, Payload());
        }
    }

    // RFC 1701: address family, offset, length; the list ends with a family and length of 0.
    private bool SkipSourceRoutes()
    {
        while (Left >= 4)
        {
            int family = Read16(0), length = _bytes[_at + 3];
            _at += 4;
            if (family == 0 && length == 0)
                return true;
            if (Left < length)
                return false;
            _at += length;
        }
        return false;
    }

    // draft-foschiano-erspan: no header without a sequence number (type I), 8 bytes (type II), 12 or 20 (type III). It has no name. The cut is at GRE's
    // end, as in Skydive: its bytes count to the part that it leads, whose frame begins behind it.
    private Step Erspan(int type, bool hasSequence)
    {
        const int WithType = 12, WithSubheader = 20, InternetPacket = 2;
        int header = type == 0x22EB ? WithType : hasSequence ? 8 : 0;
        if (Left < header)
            return Fail(MalformedReason.TruncatedTunnel);
        if (header > 0)
            _part.TunnelId = Read32(0) & 0x3FF;
        bool isInternet = header == WithType && (_bytes[_at + 10] >> 2 & 0x1F) == InternetPacket;
        if (header == WithType && (_bytes[_at + 11] & 1) != 0)
            header = WithSubheader;
        if (Left < header)
            return Fail(MalformedReason.TruncatedTunnel);
        _at += header;
        var step = Cut(TunnelType.ERSPAN, isInternet ? Step.RawIP : Step.Ethernet);
        _part.Length += header;
        return step;
    }

    // RFC 3378: version 3 and twelve bits of nothing.
    private Step EtherIP()
    {
        if (Left < 2)
            return Fail(MalformedReason.TruncatedTunnel);
        if (_bytes[_at] >> 4 != 3)
            return Fail(MalformedReason.InvalidTunnel);
        Name(Layer.EtherIP);
        _at += 2;
        return Cut(TunnelType.EtherIP, Step.Ethernet);
    }

    // RFC 3032: a stack is one tunnel, however high; each label has its name.
    private Step Mpls()
    {
        for (int labels = 0; labels < MostLabels; labels++)
        {
            if (Left < 4)
                return Fail(MalformedReason.TruncatedTunnel);
            uint entry = Read32(0);
            _at += 4;
            Name(Layer.MPLS);
            if ((entry & BottomOfStack) == 0)
                continue;
            _part.TunnelId = entry >> 12;
            return Cut(TunnelType.MPLS, AfterLabels());
        }
        return Fail(MalformedReason.TooDeep);
    }

    // Nothing says what follows (RFC 4928): a first digit 4 or 6 with lengths that fit is IP, a pseudowire's control word is 0, else it is Ethernet.
    // MAC addresses begin with 4 and 6 too: where an EtherType stands behind them, IP has to be sound to its checksum or its last byte.
    private Step AfterLabels()
    {
        bool mayBeEthernet = Left >= 14 && IsLinkProtocol(Read16(12));
        int version = Left > 0 ? _bytes[_at] >> 4 : 0, left = _original - _at;
        if (version == 4 && Left >= 20 && (_bytes[_at] & 0xF) >= 5 && Read16(2) is var total && (total == 0 || total >= 20 && total <= left)
            && (!mayBeEthernet || IsSoundIPv4()))
            return Step.IPv4;
        if (version == 6 && Left >= 40 && Read16(4) + 40 is var length && length <= left && (!mayBeEthernet || length == left))
            return Step.IPv6;
        if (!mayBeEthernet && Left >= 18 && Read16(0) == 0 && IsLinkProtocol(Read16(16)))
            _at += 4;
        return Step.Ethernet;
    }

    private static bool IsLinkProtocol(int type) =>
        type is 0x0800 or 0x86DD or 0x0806 or 0x8100 or 0x88A8 or 0x8847 or 0x8848 or 0x8864 or 0x88CC or 0x9000;

    // RFC 7348; its generic extension (draft-ietf-nvo3-vxlan-gpe, port 4790) says what follows.
    private Step Vxlan(bool isGeneric)
    {
        const int HasIdentifier = 0x08, HasProtocol = 0x04;
        if (Left < 8)
            return Fail(MalformedReason.TruncatedTunnel);
        byte flags = _bytes[_at], protocol = _bytes[_at + 3];
        if ((flags & HasIdentifier) == 0)
        {
            Payload();
            return Fail(MalformedReason.InvalidTunnel);
        }
        Name(Layer.VXLAN);
        _part.NetworkId = _part.TunnelId = Read32(4) >> 8;
        _at += 8;
        var inner = !isGeneric || (flags & HasProtocol) == 0 ? Step.Ethernet : protocol switch
        {
            1 => Step.IPv4,
            2 => Step.IPv6,
            3 => Step.Ethernet,
            4 => Step.Nsh,
            5 => Step.Mpls,
            _ => Payload(),
        };
        return Cut(TunnelType.VXLAN, inner);
    }

    // RFC 8300: a header on the way through service functions, no cut.
    private Step Nsh()
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedTunnel);
        int header = (_bytes[_at + 1] & 0x3F) * 4, next = _bytes[_at + 3];
        if (header < 8)
            return Fail(MalformedReason.InvalidTunnel);
        if (Left < header)
            return Fail(MalformedReason.TruncatedTunnel);
        Name(Layer.NSH);
        _at += header;
        return next switch
        {
            1 => Step.IPv4,
            2 => Step.IPv6,
            3 => Step.Ethernet,
            5 => Step.Mpls,
            _ => Payload(),
        };
    }

    // RFC 8926.
    private Step Geneve()
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedTunnel);
        int header = 8 + (_bytes[_at] & 0x3F) * 4;
        if (_bytes[_at] >> 6 != 0)
        {
            Payload();
            return Fail(MalformedReason.InvalidTunnel);
        }
        if (Left < header)
            return Fail(MalformedReason.TruncatedTunnel);
        Name(Layer.Geneve);
        _part.NetworkId = _part.TunnelId = Read32(4) >> 8;
        int type = Read16(2);
        _at += header;
        return Cut(TunnelType.Geneve, type switch
        {
            0x6558 => Step.Ethernet,
            0x0800 => Step.IPv4,
            0x86DD => Step.IPv6,
            0x8847 or 0x8848 => Step.Mpls,
            0x0806 => Step.Arp,
            _ => Payload(),
        });
    }
}
