using System.Buffers.Binary;
using System.Net;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>The flows of a capture file, classified: a flow table of the plainest kind, so that dissectors are judged without the real one.</summary>
internal sealed class CapturedFlows
{
    private readonly Dictionary<(byte, IPEndPoint, IPEndPoint), Entry> flows = [];
    private readonly FlowClassifier classifier;

    private readonly int piece;
    private readonly bool reversed;

    private CapturedFlows(IReadOnlyList<FlowDissector> dissectors, ClassifierOptions? options, int piece, bool reversed) =>
        (classifier, this.piece, this.reversed) = (new FlowClassifier(dissectors, options), piece, reversed);

    /// <param name="file">The capture.</param>
    /// <param name="statistics">Of its dissectors.</param>
    /// <param name="dissectors">All unless set.</param>
    /// <param name="options">The defaults unless set.</param>
    /// <param name="piece">Segments are cut into pieces of so many bytes.</param>
    /// <param name="reversed">The last piece comes first, where a SYN told which is the first.</param>
    public static IReadOnlyList<CapturedFlow> Of(
        string file, out IReadOnlyList<DissectorStatistics> statistics, IReadOnlyList<FlowDissector>? dissectors = null, ClassifierOptions? options = null, int piece = int.MaxValue,
        bool reversed = false)
    {
        var table = new CapturedFlows(dissectors ?? AllDissectors.Make(), options, piece, reversed);
        using var capture = CaptureFile.Open(file);
        while (capture.TryRead(out var frame))
            table.TakeFrame(frame);
        foreach (var entry in table.flows.Values)
            table.classifier.End(ref entry.Classification);
        statistics = table.classifier.Statistics;
        return [.. table.flows.Values.Select(entry => new CapturedFlow(
            entry.Protocol, entry.A, entry.B, entry.Packets, entry.Classification?.Application, entry.Classification?.Fields ?? default))];
    }

    private void TakeFrame(in Frame frame)
    {
        var reader = new PayloadReader(frame.Bytes);
        int type = frame.LinkType switch
        {
            LinkType.Ethernet => EtherType(ref reader),
            LinkType.LinuxCooked => Cooked(ref reader),
            LinkType.Null or LinkType.Loop => Loopback(ref reader),
            LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.IPv4 or LinkType.IPv6 => 0x0800,
            _ => -1,
        };
        while (type is 0x8100 or 0x88a8)
        {
            reader.Skip(2);
            type = reader.UInt16();
        }
        if (reader.Failed || type < 0)
            return;
        if (type is 0x0800 or 0x86dd)
            TakeIP(reader.Rest, frame.Time, depth: 0);
        else
            Take(DissectorCarriers.Link, 0, new IPEndPoint(IPAddress.None, type < 0x600 ? 4 : type), new IPEndPoint(IPAddress.Any, type < 0x600 ? 4 : type), reader.Rest, frame.Time);
    }

    private static int EtherType(ref PayloadReader reader)
    {
        reader.Skip(12);
        return reader.UInt16();
    }

    private static int Cooked(ref PayloadReader reader)
    {
        reader.Skip(14);
        return reader.UInt16();
    }

    private static int Loopback(ref PayloadReader reader)
    {
        reader.Skip(4);
        return 0x0800;
    }

    private void TakeIP(ReadOnlySpan<byte> packet, long time, int depth)
    {
        if (packet.Length < 20 || depth > 4)
            return;
        if (packet[0] >> 4 == 4)
        {
            int header = (packet[0] & 15) * 4, total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
            if (header < 20 || packet.Length < header || (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1fff) != 0)
                return;
            int length = total == 0 ? packet.Length : Math.Min(Math.Max(total, header), packet.Length);
            TakeTransport(packet[9], packet.Slice(12, 4), packet.Slice(16, 4), packet[header..length], time, total > packet.Length, depth);
        }
        else if (packet[0] >> 4 == 6 && packet.Length >= 40)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
            var body = packet[40..];
            bool isCut = length > body.Length;
            body = body[..Math.Min(body.Length, length)];
            byte next = packet[6];
            while (next is 0 or 43 or 60 && body.Length >= 8)
            {
                next = body[0];
                body = body[Math.Min(body.Length, 8 + 8 * body[1])..];
            }
            TakeTransport(next, packet.Slice(8, 16), packet.Slice(24, 16), body, time, isCut, depth);
        }
    }

    private void TakeTransport(byte protocol, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ReadOnlySpan<byte> body, long time, bool isCut, int depth)
    {
        if (protocol is 4 or 41)
        {
            TakeIP(body, time, depth + 1);
            return;
        }
        var reader = new PayloadReader(body);
        int source = protocol, destination = protocol;
        if (protocol is 6 or 17)
            (source, destination) = (reader.UInt16(), reader.UInt16());
        IPEndPoint a = new(new IPAddress(from), source), b = new(new IPAddress(to), destination);
        if (protocol == 6 && body.Length >= 20)
        {
            byte flags = body[13];
            Take(DissectorCarriers.Tcp, protocol, a, b, body[Math.Min(body.Length, body[12] >> 4 << 2)..], time,
                BinaryPrimitives.ReadUInt32BigEndian(body[4..]), (flags & 2) != 0, isCut);
        }
        else if (protocol == 17 && body.Length >= 8)
        {
            Take(DissectorCarriers.Udp, protocol, a, b, body[8..], time, isCut: isCut);
        }
        else if (protocol is not (6 or 17))
        {
            Take(DissectorCarriers.IP, protocol, a, b, body, time, isCut: isCut);
        }
    }

    private void Take(
        DissectorCarriers carrier, byte protocol, IPEndPoint source, IPEndPoint destination, ReadOnlySpan<byte> payload, long time,
        uint sequence = 0, bool isSyn = false, bool isCut = false)
    {
        bool forward = flows.TryGetValue((protocol, source, destination), out var entry);
        if (!forward && !flows.TryGetValue((protocol, destination, source), out entry))
        {
            forward = true;
            flows[(protocol, source, destination)] = entry = new Entry(protocol, source, destination);
        }
        entry!.Packets++;
        if (isSyn)
            (forward ? ref entry.HasSyn : ref entry.HasAnswer) = true;
        int length = Math.Max(carrier == DissectorCarriers.Tcp ? Math.Min(piece, payload.Length) : payload.Length, 1);
        int pieces = Math.Max((payload.Length + length - 1) / length, 1);
        bool backwards = reversed && !isSyn && (forward ? entry.HasSyn : entry.HasAnswer);
        for (int i = 0; i < pieces && !entry.IsSettled; i++)
        {
            int at = (backwards ? pieces - 1 - i : i) * length;
            entry.IsSettled = !classifier.Classify(ref entry.Classification, new ClassifiedPacket
            {
                Carrier = carrier,
                Payload = payload[at..Math.Min(at + length, payload.Length)],
                FromA = forward,
                SourcePort = (ushort)source.Port,
                DestinationPort = (ushort)destination.Port,
                Time = time,
                // A SYN has a number of its own.
                Sequence = sequence + (uint)at + (isSyn && at > 0 ? 1u : 0),
                IsSyn = isSyn && at == 0,
                IsTruncated = isCut && at + length >= payload.Length,
            });
        }
    }

    private sealed class Entry(byte protocol, IPEndPoint a, IPEndPoint b)
    {
        public FlowClassification? Classification;
        public bool IsSettled, HasSyn, HasAnswer;
        public int Packets;

        public byte Protocol => protocol;

        public IPEndPoint A => a;

        public IPEndPoint B => b;
    }
}

/// <summary>One of them.</summary>
internal sealed record CapturedFlow(byte Protocol, IPEndPoint A, IPEndPoint B, int Packets, string? Application, Metadata Fields);
