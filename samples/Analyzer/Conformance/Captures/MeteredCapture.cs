using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>A capture as Steffi sees it, all of it at once, by its ends.</summary>
internal sealed class MeteredCapture
{
    private readonly Dictionary<FlowEnds, List<Flow>> byEnds = [];
    private readonly Dictionary<FlowEnds, EndsTotals> totals = [];

    public long Frames { get; private set; }

    public long OriginalBytes { get; private set; }

    public List<Flow> Flows { get; } = [];

    public FlowTableStatistics Statistics { get; private set; }

    /// <summary>Whether a frame ends within a header, or has one that contradicts itself.</summary>
    public bool HasBrokenHeaders => Statistics is var seen && seen.TruncatedLink + seen.TruncatedNetwork + seen.TruncatedTransport + seen.TruncatedTunnel
        + seen.InvalidNetwork + seen.InvalidTransport + seen.InvalidTunnel > 0;

    public CaptureFormatException? Damage { get; private set; }

    /// <summary>Length of the pseudo header of a cooked or loopback capture, which is no part of any flow; else 0.</summary>
    public int PseudoHeader { get; private set; }

    /// <summary>Length of PPP's header where the capture begins with it: part of its flows.</summary>
    public int PppHeader { get; private set; }

    public IEnumerable<FlowEnds> Ends => totals.Keys;

    /// <param name="withoutPadding">Takes off what stands behind the IP packet in an Ethernet frame, for tools that count IP lengths.</param>
    public static MeteredCapture Read(string path, FlowTableOptions options, bool withoutPadding)
    {
        var capture = new MeteredCapture();
        using var file = CaptureFile.Open(path);
        using var table = new FlowTable(options, capture.Flows.Add);
        while (file.TryRead(out var frame))
        {
            capture.Frames++;
            capture.OriginalBytes += frame.OriginalLength;
            capture.PseudoHeader = PseudoHeaderOf(frame);
            capture.PppHeader = frame.Bytes is [0xff, 0x03, ..] ? 4 : 2;
            table.Add(withoutPadding ? WithoutPadding(frame) : frame);
        }
        table.Flush();
        capture.Damage = file.Damage;
        capture.Statistics = table.Statistics;
        foreach (var flow in capture.Flows)
            capture.Sort(flow);
        return capture;
    }

    public IReadOnlyList<Flow> FlowsOf(FlowEnds ends) => byEnds.TryGetValue(ends, out var flows) ? flows : [];

    public EndsTotals? TotalsOf(FlowEnds ends) => totals.TryGetValue(ends, out var found) ? found : null;

    /// <summary>Whether fragments went between the two addresses.</summary>
    public bool HasFragments(FlowEnds ends) => Flows.Any(flow => flow is { Network: { } network, Transport: null } && flow.LayersPath.EndsWith("/Fragment", StringComparison.Ordinal)
        && FlowEnds.Of("", network.A, 0, network.B, 0, out _) == FlowEnds.Of("", ends.Lower, 0, ends.Upper, 0, out _));

    private static int PseudoHeaderOf(in Frame frame) => frame.LinkType switch
    {
        LinkType.LinuxCooked or LinkType.Slip => 16,
        LinkType.LinuxCooked2 => 20,
        LinkType.Null or LinkType.Loop or LinkType.CiscoHdlc or LinkType.FrameRelay => 4,
        LinkType.PppWithDirection => 1,
        LinkType.Ieee80211Radio or LinkType.PerPacketInformation when frame.Bytes.Length >= 4 => BinaryPrimitives.ReadUInt16LittleEndian(frame.Bytes[2..]),
        LinkType.PktapUser2 or LinkType.Pktap when frame.Bytes.Length >= 4 => BinaryPrimitives.ReadInt32LittleEndian(frame.Bytes),
        _ => 0,
    };

    private void Sort(Flow flow)
    {
        if (FlowEnds.Of(flow, out bool swapped) is not { } ends)
            return;
        var counted = EndsTotals.Of(swapped, flow.Metric.ABPackets, flow.Metric.ABBytes, flow.Metric.BAPackets, flow.Metric.BABytes);
        foreach (var key in new[] { ends, ends.OfAnyProtocol })
        {
            CollectionsMarshal.GetValueRefOrAddDefault(totals, key, out _) += counted;
            (CollectionsMarshal.GetValueRefOrAddDefault(byEnds, key, out _) ??= []).Add(flow);
        }
    }

    private static Frame WithoutPadding(in Frame frame)
    {
        const int Ethernet = 14, Tag = 4;
        if (frame.LinkType != LinkType.Ethernet)
            return frame;
        int at = Ethernet;
        while (frame.Bytes.Length >= at && BinaryPrimitives.ReadUInt16BigEndian(frame.Bytes[(at - 2)..]) is 0x8100 or 0x88a8)
            at += Tag;
        if (frame.Bytes.Length < at + 6)
            return frame;
        var packet = frame.Bytes[at..];
        int length = (BinaryPrimitives.ReadUInt16BigEndian(frame.Bytes[(at - 2)..]), packet[0] >> 4) switch
        {
            (0x0800, 4) => at + BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            (0x86dd, 6) when BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) is > 0 and var payload => at + 40 + payload,
            _ => frame.OriginalLength,
        };
        return length <= at || length >= frame.OriginalLength ? frame
            : new Frame(frame.Bytes[..Math.Min(length, frame.Bytes.Length)], frame.Time, frame.LinkType, length);
    }
}
