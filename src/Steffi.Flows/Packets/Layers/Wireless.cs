using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>IEEE 802.11 and what radios put before it.</summary>
internal ref partial struct PacketWalk
{
    // radiotap.org: version, padding, length in little-endian order; not named.
    private Step Radiotap()
    {
        if (Left < 4)
            return Fail(MalformedReason.TruncatedLink);
        int length = BinaryPrimitives.ReverseEndianness(Read16(2));
        if (_bytes[_at] != 0 || length < 8)
            return Fail(MalformedReason.InvalidNetwork);
        if (length > Left)
            return Fail(MalformedReason.TruncatedLink);
        _at += length;
        Begin();
        return Step.Dot11;
    }

    // IEEE 802.11, 9.2: which of the four addresses are the ends, the direction says. Data in clear text begins with LLC.
    private Step Dot11()
    {
        const int Data = 2, NoData = 0x40, QualityOfService = 0x80, ToDistribution = 1, FromDistribution = 2, Protected = 0x40, HasControl = 0x80;
        if (Left < 10)
            return Fail(MalformedReason.TruncatedLink);
        int kind = _bytes[_at], flags = _bytes[_at + 1];
        // Within CAPWAP some controllers send the two bytes swapped; the version, always 0, tells.
        if ((kind & 3) != 0 && _count > 0)
            (kind, flags) = (flags, kind);
        if ((kind & 3) != 0)
            return Fail(MalformedReason.InvalidNetwork);
        bool isData = (kind >> 2 & 3) == Data, hasQuality = isData && (kind & QualityOfService) != 0;
        bool to = (flags & ToDistribution) != 0, from = (flags & FromDistribution) != 0;
        Name(Layer.Dot11);
        int header = 24 + (isData && to && from ? 6 : 0) + (hasQuality ? 2 : 0) + (hasQuality && (flags & HasControl) != 0 ? 4 : 0);
        if (Left < header)
            // Acknowledgements and the like are shorter.
            return isData ? Fail(MalformedReason.TruncatedLink) : Payload();
        if (!_part.HasLink)
        {
            _part.DestinationMac = Mac(isData && to ? 16 : 4);
            _part.SourceMac = Mac(!isData || !from ? 10 : to ? 24 : 16);
            _part.HasLink = true;
        }
        bool isAggregate = hasQuality && (_bytes[_at + header - (flags & HasControl) / HasControl * 4 - 2] & 0x80) != 0;
        _at += header;
        return isData && (kind & NoData) == 0 && (flags & Protected) == 0 && !isAggregate ? Step.LogicalLink : Payload();
    }

    private readonly ulong Mac(int offset) => (ulong)Read16(offset) << 32 | Read32(offset + 2);
}
