using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>
/// One pass over a frame's headers, without objects or copies: fills a <see cref="PacketPart"/> for the frame and for each tunnel in it.
/// A method a header: it reads from <see cref="_at"/>, moves it, and says which header is next.
/// </summary>
/// <remarks>
/// Hot: see FlowBenchmarks. Every step but the tunnel cuts consumes at least one byte, every read is within the captured bytes, and the
/// number of headers is bounded, so that any bytes end.
/// </remarks>
internal ref partial struct PacketWalk
{
    /// <summary>More than real stacks have; a frame that claims more is cut off there.</summary>
    private const int MostHeaders = 40;

    private readonly Span<PacketPart> _parts;
    private readonly Defragmenter? _defragmenter;
    private readonly long _time;
    private readonly bool _isJoined;
    private ReadOnlySpan<byte> _bytes;
    private LinkType _linkType;

    /// <summary>Where the next header begins in <see cref="_bytes"/>.</summary>
    private int _at;

    /// <summary>How long <see cref="_bytes"/> were on the wire.</summary>
    private int _original;

    /// <summary>Where the innermost length field ends the payload; what is beyond it is padding. Not beyond <see cref="_original"/>.</summary>
    private int _limit;

    private ref PacketPart _part;
    private int _count;
    private int _vlans;
    private bool _isInDatagram;

    private PacketWalk(in Frame frame, Span<PacketPart> parts, Defragmenter? defragmenter, bool isJoined)
    {
        _bytes = frame.Bytes;
        _original = _limit = frame.OriginalLength;
        _time = frame.Time;
        _linkType = frame.LinkType;
        _parts = parts;
        _defragmenter = defragmenter;
        _isJoined = isJoined;
        _part = ref parts[0];
        Begin();
    }

    private enum Step
    {
        End,
        Ethernet,
        Dot1Q,
        LogicalLink,
        Arp,
        PPPoE,
        PPP,
        Mpls,
        RawIP,
        IPv4,
        IPv6,
        Extension,
        Fragment6,
        Authentication,
        Tcp,
        Udp,
        Sctp,
        Icmp4,
        Icmp6,
        Gre,
        EtherIP,
        Cooked,
        Cooked2,
        Loopback,
        CiscoHdlc,
        NetfilterLog,
        Nsh,
        Slip,
        FrameRelay,
        Pktap,
        PppWithDirection,
        Dot11,
        Radiotap,
        RarerLink,
    }

    /// <summary>Captured bytes from here on that the innermost length field lets belong to the packet.</summary>
    private readonly int Left => Math.Min(_bytes.Length, _limit) - _at;

    /// <summary>Reads a frame.</summary>
    /// <param name="frame">Any bytes.</param>
    /// <param name="parts">Filled from the outermost part on; its length bounds the depth of tunnels.</param>
    /// <param name="defragmenter">Puts datagrams together; null leaves fragments as they are.</param>
    /// <param name="problem">Why the walk stopped early, if it did.</param>
    /// <param name="isJoined">A first fragment stands for all of its datagram, which was put together elsewhere.</param>
    /// <returns>Parts found. 0 with no problem: a fragment was kept, and counts with the last one of its datagram.</returns>
    public static int Read(in Frame frame, Span<PacketPart> parts, Defragmenter? defragmenter, out MalformedReason problem, bool isJoined = false)
    {
        var walk = new PacketWalk(in frame, parts, defragmenter, isJoined);
        walk.Run(First(frame.LinkType));
        problem = walk.Problem;
        return walk._count;
    }

    /// <summary>Why the walk stopped before the frame's end, if it did.</summary>
    public MalformedReason Problem { get; private set; }

    private static Step First(LinkType linkType) => linkType switch
    {
        LinkType.Ethernet => Step.Ethernet,
        LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.Raw => Step.RawIP,
        LinkType.IPv4 => Step.IPv4,
        LinkType.IPv6 => Step.IPv6,
        LinkType.LinuxCooked => Step.Cooked,
        LinkType.LinuxCooked2 => Step.Cooked2,
        LinkType.Null or LinkType.Loop => Step.Loopback,
        LinkType.Ppp or LinkType.PppHdlc => Step.PPP,
        LinkType.CiscoHdlc => Step.CiscoHdlc,
        LinkType.NetfilterLog => Step.NetfilterLog,
        LinkType.Slip => Step.Slip,
        LinkType.PppEther => Step.PPPoE,
        LinkType.AtmRfc1483 => Step.LogicalLink,
        LinkType.FrameRelay => Step.FrameRelay,
        LinkType.PppWithDirection => Step.PppWithDirection,
        LinkType.Mpls => Step.Mpls,
        LinkType.Ieee80211 => Step.Dot11,
        LinkType.Ieee80211Radio => Step.Radiotap,
        LinkType.PktapUser2 or LinkType.Pktap => Step.Pktap,
        _ => Step.RarerLink,
    };

    private void Run(Step step)
    {
        for (int headers = 0; step != Step.End; headers++)
        {
            if (headers == MostHeaders)
            {
                Fail(MalformedReason.TooDeep);
                break;
            }
            step = step switch
            {
                Step.Ethernet => Ethernet(),
                Step.IPv4 => IPv4(),
                Step.Tcp => Tcp(),
                Step.Udp => Udp(),
                Step.IPv6 => IPv6(),
                Step.Icmp4 => Icmp4(),
                Step.Icmp6 => Icmp6(),
                Step.Dot1Q => Dot1Q(),
                Step.Arp => Arp(),
                Step.Gre => Gre(),
                Step.Mpls => Mpls(),
                Step.RawIP => RawIP(),
                Step.Extension => Extension(),
                Step.Fragment6 => Fragment6(),
                Step.Authentication => Authentication(),
                Step.Sctp => Sctp(),
                Step.LogicalLink => LogicalLink(),
                Step.PPPoE => PPPoE(),
                Step.PPP => PPP(),
                Step.EtherIP => EtherIP(),
                Step.Cooked => Cooked(),
                Step.Cooked2 => Cooked2(),
                Step.Loopback => Loopback(),
                Step.CiscoHdlc => CiscoHdlc(),
                Step.NetfilterLog => NetfilterLog(),
                Step.Nsh => Nsh(),
                Step.Slip => Slip(),
                Step.FrameRelay => FrameRelay(),
                Step.Pktap => Pktap(),
                Step.PppWithDirection => PppWithDirection(),
                Step.Dot11 => Dot11(),
                Step.Radiotap => Radiotap(),
                Step.RarerLink => RarerLink(),
                _ => Step.End,
            };
        }
        // A tunnel without a payload that could be named leaves no part of its own.
        if (_part.Path.Count > 0)
            _count++;
        if (_count > 0)
            _parts[_count - 1].IsLast = true;
    }

    private void Begin()
    {
        _part = default;
        _part.Time = _time;
        _part.Start = _at;
        _part.BeginsInDatagram = _part.IsInDatagram = _isInDatagram;
        _part.Length = _original - _at;
        _vlans = 0;
    }

    private void Name(Layer layer) => _part.Path = _part.Path.Then(layer);

    /// <summary>Ends this part at its tunnel header and begins that of the payload.</summary>
    private Step Cut(TunnelType tunnel, Step inner)
    {
        _part.Tunnel = tunnel;
        if (inner == Step.End)
            return inner;
        if (_count + 1 == _parts.Length)
            return Fail(MalformedReason.TooDeep);
        uint id = _part.TunnelId;
        _part = ref _parts[++_count];
        Begin();
        (_part.Around, _part.AroundId) = (tunnel, id);
        return inner;
    }

    private Step Fail(MalformedReason reason)
    {
        Problem = reason;
        return Step.End;
    }

    /// <summary>What contradicts itself is counted, and read on by the fields that do not.</summary>
    private void Note(MalformedReason reason) => Problem = reason;

    /// <summary>Notes where the payload is, and that no header follows.</summary>
    private Step Payload()
    {
        int end = Math.Min(_limit, _bytes.Length);
        _part.PayloadAt = _at;
        _part.PayloadCaptured = Math.Max(end - _at, 0);
        _part.PayloadLength = Math.Max(_limit - _at, 0);
        return Step.End;
    }

    private readonly ushort Read16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(_at + offset)..]);

    private readonly uint Read32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_at + offset)..]);

    private readonly ulong Read64(int offset) => BinaryPrimitives.ReadUInt64BigEndian(_bytes[(_at + offset)..]);
}
