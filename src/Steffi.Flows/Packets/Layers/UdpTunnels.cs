namespace Steffi.Flows;

/// <summary>Tunnels over UDP that bring IP: GTP's user plane, Teredo, AYIYA. What does not have the form is payload like any other.</summary>
internal ref partial struct PacketWalk
{
    private const int GtpPort = 2152, TeredoPort = 3544, AyiyaPort = 5072;

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
