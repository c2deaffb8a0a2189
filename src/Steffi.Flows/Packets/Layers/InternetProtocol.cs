namespace Steffi.Flows;

/// <summary>IPv4 and IPv6 with what stands between them and the transport.</summary>
internal ref partial struct PacketWalk
{
    /// <summary>The protocol number under which fragments are kept apart from whole datagrams: that of IPv6's fragment header.</summary>
    public const int FragmentProtocol = 44;

    private Step IPv4()
    {
        if (Left < 20)
            return Fail(MalformedReason.TruncatedNetwork);
        ulong start = Read64(0);
        int header = (int)(start >> 56 & 0xF) * 4;
        if (start >> 60 != 4 || header < 20)
            return Fail(MalformedReason.InvalidNetwork);
        int total = (int)(start >> 32 & 0xFFFF);
        // Segmentation offload leaves the total length 0 where it does not fit.
        if (total != 0)
        {
            if (total < header)
                return Fail(MalformedReason.InvalidNetwork);
            if (_at == 0 && _count == 0)
                Bare(total);
            if (_at + total > _original)
                Note(MalformedReason.InvalidNetwork);
            _limit = Math.Min(_limit, _at + total);
        }
        int fragment = (int)(start & 0x3FFF);
        byte protocol = _bytes[_at + 9];
        Name(Layer.IPv4);
        if (_part.IPVersion == 0)
        {
            _part.IPVersion = 4;
            _part.SourceLow = Read32(12);
            _part.DestinationLow = Read32(16);
            _part.TimeToLive = _bytes[_at + 8];
        }
        if (Left < header)
            return Fail(MalformedReason.TruncatedNetwork);
        uint id = (uint)(start >> 16 & 0xFFFF);
        if (header > 20 && !AreOptionsSound(_bytes.Slice(_at + 20, header - 20)))
            Note(MalformedReason.InvalidNetwork);
        _at += header;
        return fragment == 0 ? Protocol(protocol) : Fragment(protocol, id, (fragment & 0x1FFF) * 8, (fragment & 0x2000) != 0);
    }

    // RFC 791, 3.1: 0 ends the list, 1 fills, all others say how long they are.
    private static bool AreOptionsSound(ReadOnlySpan<byte> options)
    {
        while (options is [not 0, ..])
        {
            int length = options[0] == 1 ? 1 : options.Length > 1 ? options[1] : 0;
            if (length > options.Length || length < 2 && options[0] != 1)
                return false;
            options = options[length..];
        }
        return true;
    }

    // Without a link header the datagram is the frame, and knows its length better than a capture that was cut and does not say so.
    private void Bare(int total)
    {
        _part.Length = total;
        _original = _limit = _at + total;
    }

    private Step IPv6()
    {
        if (Left < 40)
            return Fail(MalformedReason.TruncatedNetwork);
        if (_bytes[_at] >> 4 != 6)
            return Fail(MalformedReason.InvalidNetwork);
        // 0 is a jumbogram or an offloaded segment.
        int payload = Read16(4);
        if (payload != 0 && _at == 0 && _count == 0)
            Bare(40 + payload);
        if (payload != 0)
        {
            if (_at + 40 + payload > _original)
                Note(MalformedReason.InvalidNetwork);
            _limit = Math.Min(_limit, _at + 40 + payload);
        }
        Name(Layer.IPv6);
        if (_part.IPVersion == 0)
        {
            _part.IPVersion = 6;
            _part.SourceHigh = Read64(8);
            _part.SourceLow = Read64(16);
            _part.DestinationHigh = Read64(24);
            _part.DestinationLow = Read64(32);
            _part.TimeToLive = _bytes[_at + 7];
        }
        byte next = _bytes[_at + 6];
        _at += 40;
        return Protocol(next);
    }

    private Step Protocol(byte protocol)
    {
        _part.Protocol = protocol;
        switch (protocol)
        {
            case 6: return Step.Tcp;
            case 17 or 136: return Step.Udp;
            case 1: return Step.Icmp4;
            case 58: return Step.Icmp6;
            case 47: return Step.Gre;
            case 4 or 94: return Step.IPv4;
            case 41: return Step.IPv6;
            case 132: return Step.Sctp;
            case FragmentProtocol: return Step.Fragment6;
            case 0 or 43 or 60 or 135 or 139 or 140: return Step.Extension;
            case 51: return Step.Authentication;
            case 97: return Step.EtherIP;
            case 137: return Step.Mpls;
            case 2: return NamedProtocol(Layer.IGMP);
            case 112: return NamedProtocol(Layer.VRRP);
            case 89: return NamedProtocol(Layer.OSPF);
            case 50: return NamedProtocol(Layer.IPSecESP);
            default: return Payload();
        }
    }

    private Step NamedProtocol(Layer layer)
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedTransport);
        Name(layer);
        return Payload();
    }

    // RFC 8200: hop-by-hop, routing and destination options; mobility, HIP and shim6 have the same form and no name here.
    private Step Extension()
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedNetwork);
        switch (_part.Protocol)
        {
            case 0: Name(Layer.IPv6HopByHop); break;
            case 43: Name(Layer.IPv6Routing); break;
            case 60: Name(Layer.IPv6Destination); break;
        }
        byte next = _bytes[_at];
        int length = (_bytes[_at + 1] + 1) * 8;
        if (Left < length)
            return Fail(MalformedReason.TruncatedNetwork);
        _at += length;
        return Protocol(next);
    }

    // RFC 4302; its length counts 4-byte words, less two.
    private Step Authentication()
    {
        if (Left < 12)
            return Fail(MalformedReason.TruncatedNetwork);
        Name(Layer.IPSecAH);
        byte next = _bytes[_at];
        int length = (_bytes[_at + 1] + 2) * 4;
        if (Left < length)
            return Fail(MalformedReason.TruncatedNetwork);
        _at += length;
        return Protocol(next);
    }

    private Step Fragment6()
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedNetwork);
        Name(Layer.IPv6Fragment);
        byte next = _bytes[_at];
        int offset = Read16(2);
        uint id = Read32(4);
        _at += 8;
        // RFC 6946: an atomic fragment is a whole datagram.
        return (offset & ~6) == 0 ? Protocol(next) : Fragment(next, id, offset & ~7, (offset & 1) != 0);
    }

    private Step Fragment(byte protocol, uint id, int offset, bool more)
    {
        Name(Layer.Fragment);
        _part.Protocol = FragmentProtocol;
        Payload();
        // A datagram within one that was put together stays as it is: there is one place for what is whole, and the outer part lies there.
        if (_defragmenter is null || _isInDatagram)
            return _isJoined && offset == 0 ? Protocol(protocol) : Step.End;
        var outcome = _defragmenter.Add(ref _part, protocol, id, offset, more, Captured, out var datagram);
        switch (outcome)
        {
            case DefragmentOutcome.Kept:
                // Counts with the last one; an outer part that was already read counts now.
                _part.Path = default;
                return Step.End;
            case DefragmentOutcome.Whole:
                _bytes = datagram;
                _part.IsInDatagram = _isInDatagram = true;
                _original = _limit = datagram.Length;
                _at = 0;
                // Until a header says more; where the fragment's payload began in the frame is no place in the datagram.
                Payload();
                return Protocol(protocol);
            default:
                _part.Path = default;
                return Fail(MalformedReason.FragmentDropped);
        }
    }

    /// <summary>The payload as far as it was captured.</summary>
    private readonly ReadOnlySpan<byte> Captured => _bytes.Slice(_part.PayloadAt, _part.PayloadCaptured);
}
