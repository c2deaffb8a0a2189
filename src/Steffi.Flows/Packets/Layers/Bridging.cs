namespace Steffi.Flows;

/// <summary>Ethernet within Ethernet: provider backbones, TRILL; and Ethernet that is signed.</summary>
internal ref partial struct PacketWalk
{
    // IEEE 802.1ah: a tag with the service's identifier, then the customer's frame.
    private Step BackboneService()
    {
        if (Left < 4)
            return Fail(MalformedReason.TruncatedTunnel);
        Name(Layer.PBB);
        _part.TunnelId = Read32(0) & 0xFFFFFF;
        _at += 4;
        return Cut(TunnelType.PBB, Step.Ethernet);
    }

    // RFC 6325: flags and length of the options in words, two nicknames; then the inner frame.
    private Step Trill()
    {
        if (Left < 6)
            return Fail(MalformedReason.TruncatedTunnel);
        int header = 6 + (Read16(0) >> 6 & 0x1F) * 4;
        if (_bytes[_at] >> 6 != 0)
            return Fail(MalformedReason.InvalidTunnel);
        if (Left < header)
            return Fail(MalformedReason.TruncatedTunnel);
        Name(Layer.TRILL);
        _at += header;
        return Cut(TunnelType.TRILL, Step.Ethernet);
    }

    // IEEE 802.1AE: flags, length, packet number, maybe a channel. What is signed only is read on, what is encrypted is payload.
    private Step MacSecurity()
    {
        const int Channel = 0x20, EncryptedOrChanged = 0x0C;
        if (Left < 6)
            return Fail(MalformedReason.TruncatedLink);
        int flags = _bytes[_at], header = (flags & Channel) != 0 ? 14 : 6;
        Name(Layer.MACsec);
        if (Left < header + 2)
            return Fail(MalformedReason.TruncatedLink);
        _at += header;
        if ((flags & EncryptedOrChanged) != 0)
            return Payload();
        int type = Read16(0);
        _at += 2;
        return EtherType(type);
    }
}
