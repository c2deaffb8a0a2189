namespace Steffi.Flows;

/// <summary>TCP, UDP, SCTP and ICMP; UDP's tunnels are in Tunnels.cs.</summary>
internal ref partial struct PacketWalk
{
    // RFC 9293. Ports and flags count even where the options are cut off.
    private Step Tcp()
    {
        if (Left < 14)
            return Ports(Layer.TCP);
        uint ports = Read32(0);
        _part.SourcePort = (ushort)(ports >> 16);
        _part.DestinationPort = (ushort)ports;
        _part.TcpSequence = Read32(4);
        _part.TcpAcknowledgement = Read32(8);
        _part.TcpFlags = _bytes[_at + 13];
        Name(Layer.TCP);
        int header = (_bytes[_at + 12] >> 4) * 4;
        if (header < 20)
            return Fail(MalformedReason.InvalidTransport);
        if (_at + header > _limit)
            return Fail(MalformedReason.InvalidTransport);
        if (Left < header)
        {
            _part.PayloadLength = _limit - _at - header;
            return Fail(MalformedReason.TruncatedTransport);
        }
        _at += header;
        return Payload();
    }

    // What is cut off behind the ports still belongs to its flow.
    private Step Ports(Layer layer)
    {
        if (Left >= 4 && _limit - _at >= 4)
        {
            _part.SourcePort = Read16(0);
            _part.DestinationPort = Read16(2);
            Name(layer);
        }
        return Fail(MalformedReason.TruncatedTransport);
    }

    private Step Udp()
    {
        var layer = _part.Protocol == 17 ? Layer.UDP : Layer.UDPLite;
        if (Left < 8)
            return Ports(layer);
        ulong header = Read64(0);
        _part.SourcePort = (ushort)(header >> 48);
        _part.DestinationPort = (ushort)(header >> 32);
        Name(layer);
        int length = (int)(header >> 16 & 0xFFFF);
        // 0 is a jumbogram or an offloaded segment; UDP-Lite has its checksum's reach here.
        if (layer == Layer.UDP && length != 0)
        {
            if (length < 8)
                return Fail(MalformedReason.InvalidTransport);
            _limit = Math.Min(_limit, _at + length);
        }
        _at += 8;
        return _part.DestinationPort switch
        {
            4789 or 8472 or 4790 => Vxlan(isGeneric: _part.DestinationPort == 4790),
            6081 => Geneve(),
            // RFC 7510; 51234 is what Contrail used before.
            6635 or 51234 => Step.Mpls,
            // RFC 8086.
            4754 => Step.Gre,
            GtpPort => Gtp(),
            TeredoPort => Teredo(),
            AyiyaPort => Ayiya(),
            LayerTwoPort => LayerTwo(),
            ControlPort or DataPort => AccessPoint(isData: _part.DestinationPort == DataPort),
            SnifferPort => Sniffer(),
            _ when _part.SourcePort == TeredoPort || IsTeredoPeer() => Teredo(),
            _ when _part.SourcePort == AyiyaPort => Ayiya(),
            _ when _part.SourcePort is ControlPort or DataPort => AccessPoint(isData: _part.SourcePort == DataPort),
            _ => Payload(),
        };
    }

    // RFC 9260: the payload is that of the first chunk of data, if there is one.
    private Step Sctp()
    {
        const int MostChunks = 16, DataChunk = 0, DataHeader = 16;
        if (Left < 12)
            return Ports(Layer.SCTP);
        _part.SourcePort = Read16(0);
        _part.DestinationPort = Read16(2);
        Name(Layer.SCTP);
        _at += 12;
        for (int chunks = 0; chunks < MostChunks && Left >= 4 && _bytes[_at] != DataChunk; chunks++)
        {
            _part.TcpFlags |= FlagsOf(_bytes[_at]);
            _at += Math.Min(Math.Max(Read16(2) + 3 & ~3, 4), Left);
        }
        if (Left < DataHeader || _bytes[_at] != DataChunk)
            return Payload();
        _limit = Math.Min(_limit, _at + Math.Max((int)Read16(2), DataHeader));
        _at += DataHeader;
        return Payload();
    }

    private static byte FlagsOf(byte chunk) => chunk switch
    {
        1 => TcpFlags.Syn,                 // INIT
        2 => TcpFlags.Syn | TcpFlags.Ack,  // INIT ACK
        6 => TcpFlags.Rst,                 // ABORT
        7 or 8 or 14 => TcpFlags.Fin,      // SHUTDOWN, its acknowledgement, its completion
        _ => 0,
    };

    private Step Icmp4()
    {
        if (Left < 8)
            return Fail(MalformedReason.TruncatedTransport);
        Name(Layer.ICMPv4);
        _part.IcmpType = _bytes[_at];
        _part.IcmpCode = _bytes[_at + 1];
        _part.IcmpId = Read16(4);
        _at += 8;
        return Payload();
    }

    private Step Icmp6()
    {
        if (Left < 4)
            return Fail(MalformedReason.TruncatedTransport);
        Name(Layer.ICMPv6);
        _part.IcmpType = _bytes[_at];
        _part.IcmpCode = _bytes[_at + 1];
        bool isEcho = _part.IcmpType is 128 or 129;
        if (isEcho && Left >= 8)
            _part.IcmpId = Read16(4);
        _at += 4;
        var message = Icmp6Message(_part.IcmpType, Left);
        if (message == Layer.None)
            return Payload();
        if (Left < 4)
            return Fail(MalformedReason.TruncatedTransport);
        Name(message);
        return Payload();
    }

    /// <summary>The layer behind an ICMPv6 header; none for types without one.</summary>
    /// <param name="type">Of the message.</param>
    /// <param name="length">Of what follows the first four bytes.</param>
    public static Layer Icmp6Message(byte type, int length) => type switch
    {
        128 or 129 => Layer.ICMPv6Echo,
        133 => Layer.ICMPv6RouterSolicitation,
        134 => Layer.ICMPv6RouterAdvertisement,
        135 => Layer.ICMPv6NeighborSolicitation,
        136 => Layer.ICMPv6NeighborAdvertisement,
        137 => Layer.ICMPv6Redirect,
        // RFC 3810: a query that is longer than version 1's is version 2's.
        130 when length > 20 => Layer.MLDv2MulticastListenerQuery,
        130 => Layer.MLDv1MulticastListenerQuery,
        131 => Layer.MLDv1MulticastListenerReport,
        132 => Layer.MLDv1MulticastListenerDone,
        143 => Layer.MLDv2MulticastListenerReport,
        _ => Layer.None,
    };
}
