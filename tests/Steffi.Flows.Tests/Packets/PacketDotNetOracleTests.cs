using System.Net;
using PacketDotNet;
using Steffi.Flows.Tests.Reference;

namespace Steffi.Flows.Tests.Packets;

/// <summary>Another implementation reads the same frames: addresses, ports, lengths, flags and sequence numbers are the same.</summary>
public sealed class PacketDotNetOracleTests
{
    [Theory]
    [InlineData("ndpi")]
    [InlineData("zeek")]
    [InlineData("ja4")]
    [InlineData("suricata")]
    [InlineData("tcpdump")]
    public void Every_sound_frame_says_the_same(string corpus)
    {
        string folder = Path.Combine(SharedData.Needed("captures"), corpus);
        var differences = new List<string>();
        int compared = 0;
        var parts = new PacketPart[8];
        foreach (string file in Directory.GetFiles(folder))
        {
            if (PlainCapture.Read(file) is not { LinkType: LinkType.Ethernet } capture)
                continue;
            for (int at = 0; at < capture.Packets.Count; at++)
            {
                var (bytes, time, length) = capture.Packets[at];
                var frame = new Frame(bytes, time, LinkType.Ethernet, length);
                if (PacketWalk.Read(in frame, parts, null, out var problem) == 0 || problem != MalformedReason.None || bytes.Length < length)
                    continue;
                if (Theirs(bytes) is not { } theirs || Ours(in parts[0]) is not { } ours)
                    continue;
                compared++;
                if (theirs != ours)
                    differences.Add($"{Path.GetFileName(file)} {at + 1}: {theirs} | {ours}");
            }
        }
        Assert.True(compared > 100, $"only {compared} frames were compared");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(12)));
    }

    private static string? Ours(in PacketPart part)
    {
        // A part whose transport is behind a second IP header has the ends of the first; the oracle stops there as well, but without ports.
        if (part.IPVersion == 0 || part.Protocol is not (6 or 17) || part.Tunnel != TunnelType.None || part.Path.ToString().Split('/').Count(layer => layer is "IPv4" or "IPv6") > 1)
            return null;
        return $"{Address(part.IPVersion, part.SourceHigh, part.SourceLow)}:{part.SourcePort} {Address(part.IPVersion, part.DestinationHigh, part.DestinationLow)}:{part.DestinationPort} {part.Protocol} ttl {part.TimeToLive} payload {part.PayloadLength}"
            + (part.Protocol == 6 ? $" seq {part.TcpSequence} flags {part.TcpFlags & 0x3F}" : "");
    }

    private static string? Theirs(byte[] bytes)
    {
        try
        {
            if (Packet.ParsePacket(LinkLayers.Ethernet, bytes).Extract<IPPacket>() is not { PayloadPacket: TransportPacket transport } ip)
                return null;
            int payload = transport.PayloadPacket?.Bytes.Length ?? transport.PayloadData?.Length ?? 0;
            // Length fields that contradict each other, where the oracle believes another one, and offloaded frames, which it counts in 16 bits.
            if (transport is UdpPacket udp && udp.Length != 8 + payload || bytes.Length > ushort.MaxValue)
                return null;
            return $"{ip.SourceAddress}:{transport.SourcePort} {ip.DestinationAddress}:{transport.DestinationPort} {(int)ip.Protocol} ttl {ip.TimeToLive} payload {payload}"
                + (transport is TcpPacket tcp ? $" seq {tcp.SequenceNumber} flags {tcp.Flags & 0x3F}" : "");
        }
        catch (Exception)
        {
            // The oracle throws for what it cannot read.
            return null;
        }
    }

    private static IPAddress Address(int version, ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (version == 4)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)low);
            return new IPAddress(bytes[..4]);
        }
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return new IPAddress(bytes);
    }
}
