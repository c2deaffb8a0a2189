namespace Steffi.Flows;

/// <summary>Tunnels over UDP: GTP's user plane, Teredo, AYIYA bring IP; L2TP, CAPWAP and TZSP bring links. What does not have the form is payload like any other.</summary>
internal ref partial struct PacketWalk
{
    private const int GtpPort = 2152, TeredoPort = 3544, AyiyaPort = 5072, LayerTwoPort = 1701, ControlPort = 5246, DataPort = 5247, SnifferPort = 37008;

    // 3GPP TS 29.281. The tunnel's endpoint identifier is no part of the flow: each way has another.
    private Step Gtp()
    {
        const int TypedUserData = 0x30, TypeMask = 0xF0, HasOptions = 0x07, UserData = 255;
        if (Left < 8 || (_bytes[_at] & TypeMask) != TypedUserData || _bytes[_at + 1] != UserData)
            return Payload();
        int header = 8;
        if ((_bytes[_at] & HasOptions) != 0)
        {
            header = 12;
            // Extension headers in words of 4 bytes, each with the type of the next at its end.
            while (Left >= header && _bytes[_at + header - 1] != 0)
            {
                if (Left <= header || _bytes[_at + header] == 0)
                    return Fail(MalformedReason.TruncatedTunnel);
                header += _bytes[_at + header] * 4;
            }
        }
        var inner = InternetAt(header);
        if (inner == Step.End)
            return Payload();
        _part.TunnelId = Read32(4);
        return Enter(Layer.GTPv1U, TunnelType.GTP, header, inner);
    }

    // RFC 4380: an authentication and an origin may stand before the IPv6 packet.
    private Step Teredo()
    {
        int header = 0;
        if (Left >= 4 && Read16(0) == 1)
            header = 13 + _bytes[_at + 2] + _bytes[_at + 3];
        if (Left >= header + 8 && Read16(header) == 0)
            header += 8;
        return InternetAt(header) == Step.IPv6 ? Enter(Layer.Teredo, TunnelType.Teredo, header, Step.IPv6) : Payload();
    }

    // Between clients and relays any port will do: an IPv6 packet that fills the datagram, from or to Teredo's prefix.
    private readonly bool IsTeredoPeer()
    {
        const uint Prefix = 0x2001_0000;
        return Left >= 40 && _bytes[_at] >> 4 == 6 && Read16(4) + 40 == _limit - _at && (Read32(8) == Prefix || Read32(24) == Prefix);
    }

    // draft-massar-v6ops-ayiya: lengths of identity and signature in half bytes, then what follows.
    private Step Ayiya()
    {
        if (Left < 8)
            return Payload();
        int header = 8 + (1 << (_bytes[_at] >> 4)) + (_bytes[_at + 1] >> 4) * 4;
        var inner = InternetAt(header);
        return inner != Step.End && _bytes[_at + 3] == (inner == Step.IPv6 ? 41 : 4) ? Enter(Layer.AYIYA, TunnelType.AYIYA, header, inner) : Payload();
    }

    // RFC 2661, version 2: flags, maybe a length, tunnel and session, maybe numbers and an offset; then PPP.
    private Step LayerTwo()
    {
        const int Control = 0x8000, HasLength = 0x4000, HasSequence = 0x0800, HasOffset = 0x0200, Version = 0x000F;
        if (Left < 6)
            return Payload();
        int flags = Read16(0), ids = (flags & HasLength) != 0 ? 4 : 2, header = ids + 4 + ((flags & HasSequence) != 0 ? 4 : 0);
        if ((flags & Version) != 2 || (flags & Control) != 0 || Left < header + 2)
            return Payload();
        if ((flags & HasOffset) != 0)
            header += 2 + Read16(header);
        if (Left < header + 2)
            return Payload();
        _part.TunnelId = Read32(ids);
        return Enter(Layer.L2TP, TunnelType.L2TP, header, Step.PPP);
    }

    // RFC 5415, 4.3: control, or data that is Ethernet or 802.11. What is encrypted, keep-alives and fragments are payload.
    private Step AccessPoint(bool isData)
    {
        const int ClearText = 0, Encrypted = 1, IsFragment = 0x80, IsKeepAlive = 0x08, Radio = 1;
        if (Left < 8 || _bytes[_at] is not (ClearText or Encrypted))
            return Payload();
        int header = _bytes[_at] == Encrypted ? 4 : (_bytes[_at + 1] >> 3) * 4;
        if (header < 4 || Left < header)
            return Payload();
        bool isNative = (_bytes[_at + 2] & 1) != 0, isKnown = !isNative || (_bytes[_at + 2] >> 1 & 0x1F) == Radio;
        bool isWhole = isData && _bytes[_at] == ClearText && (_bytes[_at + 3] & (IsFragment | IsKeepAlive)) == 0;
        if (isWhole && isKnown && Left >= header + 14)
            return Enter(Layer.CAPWAP, TunnelType.CAPWAP, header, isNative ? Step.Dot11 : Step.Ethernet);
        Name(Layer.CAPWAP);
        return Payload();
    }

    // TaZmen Sniffer Protocol: version, type, protocol of what was heard; tags with their lengths up to the one that ends them.
    private Step Sniffer()
    {
        const int Padding = 0, End = 1;
        if (Left < 5 || _bytes[_at] != 1 || _bytes[_at + 1] > 1)
            return Payload();
        var inner = Read16(2) switch { 1 => Step.Ethernet, 18 => Step.Dot11, _ => Step.End };
        int header = 4;
        while (Left > header && _bytes[_at + header] != End)
            header += _bytes[_at + header] == Padding ? 1 : Left > header + 1 ? 2 + _bytes[_at + header + 1] : 2;
        return inner == Step.End || Left <= header ? Payload() : Enter(Layer.TZSP, TunnelType.TZSP, header + 1, inner);
    }

    // A sound IP header behind a tunnel's own, or the end.
    private readonly Step InternetAt(int offset)
    {
        int left = _limit - _at - offset;
        if (Left >= offset + 20 && _bytes[_at + offset] >> 4 == 4)
            return (_bytes[_at + offset] & 0xF) >= 5 && Read16(offset + 2) <= left ? Step.IPv4 : Step.End;
        return Left >= offset + 40 && _bytes[_at + offset] >> 4 == 6 && Read16(offset + 4) + 40 <= left ? Step.IPv6 : Step.End;
    }

    private Step Enter(Layer layer, TunnelType tunnel, int header, Step inner)
    {
        Name(layer);
        _at += header;
        return Cut(tunnel, inner);
    }
}
