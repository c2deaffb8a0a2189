using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>Links besides Ethernet: cooked, loopback, PKTAP and Frame Relay, whose headers are not named; bare IP; PPP and PPPoE.</summary>
internal ref partial struct PacketWalk
{
    // LINKTYPE_LINUX_SLL: the protocol is the last field.
    private Step Cooked()
    {
        if (Left < 16)
            return Fail(MalformedReason.TruncatedLink);
        int type = Read16(14);
        _at += 16;
        return Unnamed(type);
    }

    // LINKTYPE_LINUX_SLL2: the protocol is the first field.
    private Step Cooked2()
    {
        if (Left < 20)
            return Fail(MalformedReason.TruncatedLink);
        int type = Read16(0);
        _at += 20;
        return Unnamed(type);
    }

    // The part begins behind the header that is not named. Below an EtherType: 1 and 4 say 802.3 and LLC.
    private Step Unnamed(int type)
    {
        Begin();
        return type is 1 or 4 ? Step.LogicalLink : type < FirstEtherType ? Payload() : EtherType(type);
    }

    // LINKTYPE_NULL has the family in the byte order of who captured, LINKTYPE_LOOP in that of the network. 2 is IPv4 everywhere;
    // IPv6 is 10 on Linux, 24, 28 and 30 on the BSDs and macOS.
    private Step Loopback()
    {
        if (Left < 4)
            return Fail(MalformedReason.TruncatedLink);
        uint family = Read32(0);
        if (family > 0xFFFF)
            family = BinaryPrimitives.ReverseEndianness(family);
        _at += 4;
        Begin();
        return family switch
        {
            2 => Step.IPv4,
            10 or 24 or 28 or 30 => Step.IPv6,
            _ => Fail(MalformedReason.InvalidNetwork),
        };
    }

    // LINKTYPE_C_HDLC: address, control, EtherType. Cisco's own keepalives have small numbers, like lengths.
    private Step CiscoHdlc()
    {
        if (Left < 4)
            return Fail(MalformedReason.TruncatedLink);
        int type = Read16(2);
        _at += 4;
        return Unnamed(type is 1 or 4 ? 2 : type);
    }

    // LINKTYPE_NFLOG: family, version, resource; then attributes, whose length and type have the byte order of who captured. Type 9 is the packet.
    private Step NetfilterLog()
    {
        const int PacketAttribute = 9, Header = 4;
        if (Left < Header)
            return Fail(MalformedReason.TruncatedLink);
        for (_at += Header; Left >= Header;)
        {
            int length = Read16(0), type = Read16(2);
            // No attribute is as long as a small one seems in the wrong byte order.
            bool isSwapped = (type & 0x00FF) == 0;
            if (isSwapped)
                (length, type) = (BinaryPrimitives.ReverseEndianness((ushort)length), BinaryPrimitives.ReverseEndianness((ushort)type));
            if (length < Header)
                return Fail(MalformedReason.InvalidNetwork);
            if (type == PacketAttribute)
            {
                _at += Header;
                _limit = Math.Min(_limit, _at + length - Header);
                Begin();
                return Step.RawIP;
            }
            _at += Math.Min(length + 3 & ~3, Left);
        }
        return Fail(MalformedReason.TruncatedLink);
    }

    // LINKTYPE_SLIP: direction, kind of compression, what was compressed.
    private Step Slip()
    {
        if (Left < 16)
            return Fail(MalformedReason.TruncatedLink);
        _at += 16;
        Begin();
        return Step.RawIP;
    }

    // RFC 2427: two to four bytes of address, the last one odd; then control and protocol. Cisco has an EtherType there.
    private Step FrameRelay()
    {
        const byte Unnumbered = 3;
        int address = 0;
        while (address < 4 && Left > address && (_bytes[_at + address++] & 1) == 0)
        {
        }
        if (Left < address + 2)
            return Fail(MalformedReason.TruncatedLink);
        if (address < 2 || (_bytes[_at + address - 1] & 1) == 0)
            return Fail(MalformedReason.InvalidNetwork);
        _at += address;
        if (_bytes[_at] != Unnumbered)
        {
            int type = Read16(0);
            _at += 2;
            return Unnamed(type is 1 or 4 ? 2 : type);
        }
        // A byte of padding may make the header even.
        _at += _bytes[_at + 1] == 0 && Left > 2 ? 2 : 1;
        byte protocol = _bytes[_at++];
        Begin();
        switch (protocol)
        {
            case 0xCC: return Step.IPv4;
            case 0x8E: return Step.IPv6;
            case 0x80 when Left >= 5:
                int within = Read16(3);
                bool isEthernet = Read32(0) >> 8 == 0x0080C2 && within is 1 or 7;
                _at += 5;
                return isEthernet ? Step.Ethernet : Unnamed(within is 1 or 4 ? 2 : within);
            default: return Payload();
        }
    }

    // Numbers in the byte order of who captured, which is little-endian on all of Apple's: length, kind, link type of what follows.
    private Step Pktap()
    {
        if (Left < 12)
            return Fail(MalformedReason.TruncatedLink);
        uint length = BinaryPrimitives.ReverseEndianness(Read32(0)), linkType = BinaryPrimitives.ReverseEndianness(Read32(8));
        if (length < 12)
            return Fail(MalformedReason.InvalidNetwork);
        if (length > Left)
            return Fail(MalformedReason.TruncatedLink);
        _at += (int)length;
        Begin();
        return First(_linkType = (LinkType)linkType);
    }

    private Step PppWithDirection()
    {
        if (Left < 1)
            return Fail(MalformedReason.TruncatedLink);
        _at++;
        Begin();
        return Step.PPP;
    }

    private Step RawIP()
    {
        if (Left < 1)
            return Fail(MalformedReason.TruncatedNetwork);
        return (_bytes[_at] >> 4) switch
        {
            4 => Step.IPv4,
            6 => Step.IPv6,
            _ => Fail(MalformedReason.InvalidNetwork),
        };
    }

    // RFC 2516: version and type, code, session, length.
    private Step PPPoE()
    {
        if (Left < 6)
            return Fail(MalformedReason.TruncatedLink);
        Name(Layer.PPPoE);
        _limit = Math.Min(_limit, _at + 6 + Read16(4));
        _at += 6;
        return Step.PPP;
    }

    // RFC 1661; address and control (FF 03) and the protocol's upper byte may be left out.
    private Step PPP()
    {
        // Cisco's framing on the same line has other addresses.
        if (_at == 0 && Left >= 4 && Read16(0) is 0x0F00 or 0x8F00)
            return CiscoHdlc();
        if (Left >= 2 && Read16(0) == 0xFF03)
            _at += 2;
        if (Left < 2)
            return Fail(MalformedReason.TruncatedLink);
        Name(Layer.PPP);
        bool isShort = (_bytes[_at] & 1) == 1;
        int protocol = isShort ? _bytes[_at] : Read16(0);
        _at += isShort ? 1 : 2;
        return protocol switch
        {
            0x21 => Step.IPv4,
            0x57 => Step.IPv6,
            0x281 or 0x283 => Step.Mpls,
            _ => Payload(),
        };
    }
}
