using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>Links that few captures have. What stands before Ethernet, 802.11, LLC or IP is not named; a switch's tag within Ethernet neither.</summary>
/// <remarks>Source: the tcpdump group's descriptions of link-layer header types.</remarks>
internal ref partial struct PacketWalk
{
    private Step RarerLink() => _linkType switch
    {
        LinkType.TokenRing => Behind(Left > 8 && (_bytes[_at + 8] & 0x80) != 0 && Left > 14 ? 14 + (_bytes[_at + 14] & 0x1F) : 14, Step.LogicalLink),
        LinkType.Fddi => Behind(13, Step.LogicalLink),
        LinkType.IPOverFibreChannel => Behind(16, Step.LogicalLink),
        // RFC 2225: LLC and SNAP, or IP alone.
        LinkType.AtmClip => Behind(0, Left > 0 && _bytes[_at] == 0xAA ? Step.LogicalLink : Step.RawIP),
        LinkType.BsdEncapsulation => Behind(12, Step.RawIP),
        LinkType.SolarisIPNet => Behind(24, Step.RawIP),
        LinkType.NetAnalyzer => Behind(4, Step.Ethernet),
        LinkType.NetAnalyzerTransparent => Behind(12, Step.Ethernet),
        LinkType.BroadcomTagBefore => Behind(4, Step.Ethernet),
        LinkType.AppleIPOverFirewire => BehindEtherType(18, 16),
        LinkType.IPOverInfiniBand => BehindEtherType(44, 40),
        LinkType.BroadcomTag or LinkType.MarvellTag => TaggedEthernet(4),
        LinkType.MarvellEtherTypeTag => TaggedEthernet(8),
        // Its length without padding to words of four.
        LinkType.PacketFilterLog => Behind(Left > 0 ? _bytes[_at] + 3 & ~3 : 1, Step.RawIP),
        LinkType.Ieee80211Prism when Left < 4 || Read32(0) >> 12 != AvsCookie => Behind(144, Step.Dot11),
        LinkType.Ieee80211Prism or LinkType.Ieee80211Avs => Behind(Left >= 8 && Read32(4) is var length and < ushort.MaxValue ? (int)length : 8, Step.Dot11),
        LinkType.PerPacketInformation => PerPacketInformation(),
        _ => Fail(_bytes.IsEmpty ? MalformedReason.TruncatedLink : MalformedReason.UnknownLinkType),
    };

    // The magic number of its version 1 and 2, without the revision.
    private const uint AvsCookie = 0x80211;

    private Step Behind(int header, Step next)
    {
        if (Left < Math.Max(header, 1))
            return Fail(MalformedReason.TruncatedLink);
        _at += header;
        Begin();
        return next;
    }

    private Step BehindEtherType(int header, int typeAt)
    {
        if (Left < header)
            return Fail(MalformedReason.TruncatedLink);
        int type = Read16(typeAt);
        _at += header;
        return Unnamed(type);
    }

    private Step TaggedEthernet(int tag)
    {
        if (Left < 14 + tag)
            return Fail(MalformedReason.TruncatedLink);
        (_part.DestinationMac, _part.SourceMac, _part.HasLink) = (Mac(0), Mac(6), true);
        Name(Layer.Ethernet);
        int type = Read16(12 + tag);
        _at += 14 + tag;
        return EtherType(type);
    }

    // Version, flags, length and link type in little-endian order.
    private Step PerPacketInformation()
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedLink);
        int header = BinaryPrimitives.ReverseEndianness(Read16(2));
        uint inner = BinaryPrimitives.ReverseEndianness(Read32(4));
        if (header < 8)
            return Fail(MalformedReason.InvalidNetwork);
        _linkType = (LinkType)inner;
        return Behind(header, First(_linkType));
    }
}
