using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>
/// A hash of a frame that is the same for all packets of a flow, in both directions, and of what is tunnelled in it: of the outermost addresses, and of the
/// ports, or the VNI in their place, where every packet of the flow has them. Of fragments only the addresses count, what is not IP is 0.
/// </summary>
/// <remarks>The plugin pcap has the kernel compute the same (FanOutProgram): so it is kept to 32 bits and few operations.</remarks>
internal static class FanOut
{
    private const uint Mixer = 0x9E3779B1;
    private const uint Geneve = 6081;
    private const int MostTags = 4, MostExtensions = 3;

    /// <param name="frame">Any bytes.</param>
    /// <param name="ports">Whether ports count; not where datagrams are put together, for only their first fragments have them.</param>
    public static uint Hash(in Frame frame, bool ports)
    {
        var bytes = frame.Bytes;
        int at = frame.LinkType switch
        {
            LinkType.Ethernet => Network(bytes),
            LinkType.LinuxCooked => 16,
            LinkType.LinuxCooked2 => 20,
            LinkType.Null or LinkType.Loop => 4,
            _ => 0,
        };
        if (at < 0 || at >= bytes.Length)
            return 0;
        bytes = bytes[at..];
        return bytes[0] switch
        {
            >= 0x45 and <= 0x4F when bytes.Length >= 20 => Version4(bytes, ports),
            >= 0x60 and <= 0x6F when bytes.Length >= 40 => Version6(bytes, ports),
            _ => 0,
        };
    }

    // Where the IP header begins, behind VLAN tags; negative for what is not IP.
    private static int Network(ReadOnlySpan<byte> bytes)
    {
        int at = 12;
        for (int tags = 0; at + 2 <= bytes.Length; tags++, at += 4)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (type is 0x0800 or 0x86DD)
                return at + 2;
            if (tags == MostTags || type is not (0x8100 or 0x88A8 or 0x9100))
                return -1;
        }
        return -1;
    }

    private static uint Version4(ReadOnlySpan<byte> bytes, bool ports)
    {
        uint source = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), destination = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
        bool isFragment = (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x3FFF) != 0;
        return ports && !isFragment ? Mix(source, destination, bytes, (bytes[0] & 0xF) * 4, bytes[9]) : Mix(source, destination);
    }

    private static uint Version6(ReadOnlySpan<byte> bytes, bool ports)
    {
        uint source = Address(bytes[8..]), destination = Address(bytes[24..]);
        if (!ports)
            return Mix(source, destination);
        int at = 40;
        byte next = bytes[6];
        for (int extensions = 0; extensions < MostExtensions && next is 0 or 43 or 60; extensions++)
        {
            if (at + 2 > bytes.Length)
                return 0;
            next = bytes[at];
            at += (bytes[at + 1] + 1) * 8;
        }
        return Mix(source, destination, bytes, at, next);
    }

    private static uint Address(ReadOnlySpan<byte> bytes)
    {
        uint address = 0;
        for (int word = 0; word < 4; word++)
            address = (address + BinaryPrimitives.ReadUInt32BigEndian(bytes[(word * 4)..])) * Mixer;
        return address;
    }

    private static uint Mix(uint source, uint destination, ReadOnlySpan<byte> bytes, int at, byte protocol)
    {
        if (protocol is not (6 or 17 or 132 or 136))
            return Mix(source, destination);
        if (at + 4 > bytes.Length)
            return 0;
        uint from = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]), to = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        if (protocol is 6 or 132 || !(IsTunnel(from) || IsTunnel(to)))
            return Mix(source, destination, from + to);
        // VXLAN and Geneve: the source port changes with what is inside. Other datagrams of these ports say so, and their ports are not looked at either way.
        if (!IsTunnel(to))
            return Mix(source, destination);
        if (at + 9 > bytes.Length)
            return 0;
        bool hasIdentifier = to == Geneve ? (bytes[at + 8] & 0xC0) == 0 : (bytes[at + 8] & 0x08) != 0;
        if (!hasIdentifier)
            return Mix(source, destination);
        return at + 16 > bytes.Length ? 0 : Mix(source, destination, BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 12)..]) >> 8);
    }

    private static bool IsTunnel(uint port) => port is 4789 or 8472 or 4790 or Geneve;

    private static uint Mix(uint source, uint destination, uint ports = 0) => ((source ^ destination) * Mixer + source + destination + ports * Mixer) * Mixer >> 16;
}
