using System.Buffers.Binary;
using System.Net;

namespace Steffi.Flows.Tests.Packets;

/// <summary>Headers around bytes, from the inside out: <c>Ethernet(0x0800, IPv4(17, Udp(1, 2, payload)))</c>.</summary>
internal static class Wire
{
    public const long Second = 1_000_000_000, Noon = 1_700_000_000 * Second;

    public static byte[] Ethernet(int type, byte[] payload, int source = 1, int destination = 2) =>
        [.. Mac(destination), .. Mac(source), .. Two(type), .. payload];

    public static byte[] Vlan(int id, int type, byte[] payload) => [.. Two(id), .. Two(type), .. payload];

    public static byte[] Snap(int organisation, int type, byte[] payload) =>
        [0xAA, 0xAA, 3, (byte)(organisation >> 16), (byte)(organisation >> 8), (byte)organisation, .. Two(type), .. payload];

    public static byte[] IPv4(int protocol, byte[] payload, string source = "10.0.0.1", string destination = "10.0.0.2", int fragment = 0, int id = 7, byte[]? options = null)
    {
        options ??= [];
        byte[] header =
        [
            (byte)(0x45 + options.Length / 4), 0, .. Two(20 + options.Length + payload.Length), .. Two(id), .. Two(fragment), 64, (byte)protocol, 0, 0,
            .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes(), .. options,
        ];
        uint sum = 0;
        for (int at = 0; at < header.Length; at += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(at));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)~((sum & 0xFFFF) + (sum >> 16)));
        return [.. header, .. payload];
    }

    public static byte[] IPv6(int next, byte[] payload, string source = "fd00::1", string destination = "fd00::2") =>
        [0x60, 0, 0, 0, .. Two(payload.Length), (byte)next, 60, .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes(), .. payload];

    /// <summary>An extension header of <paramref name="words"/> more than 8 bytes.</summary>
    public static byte[] Extension(int next, byte[] payload, int words = 0) => [(byte)next, (byte)words, .. new byte[6 + words * 8], .. payload];

    public static byte[] Fragment6(int next, int offset, bool more, byte[] payload, uint id = 9) =>
        [(byte)next, 0, .. Two(offset | (more ? 1 : 0)), .. Four(id), .. payload];

    public static byte[] Tcp(int source, int destination, byte flags, byte[]? payload = null, uint sequence = 1, byte[]? options = null)
    {
        options ??= [];
        return
        [
            .. Two(source), .. Two(destination), .. Four(sequence), 0, 0, 0, 0, (byte)((5 + options.Length / 4) << 4), flags, 0xFF, 0xFF, 0, 0, 0, 0,
            .. options, .. payload ?? [],
        ];
    }

    public static byte[] Udp(int source, int destination, byte[] payload) => [.. Two(source), .. Two(destination), .. Two(8 + payload.Length), 0, 0, .. payload];

    public static byte[] Sctp(int source, int destination, byte[]? chunks = null) => [.. Two(source), .. Two(destination), 0, 0, 0, 1, 0, 0, 0, 0, .. chunks ?? []];

    public static byte[] Icmp(byte type, byte code, int id = 0, int sequence = 0, byte[]? payload = null) => [type, code, 0, 0, .. Two(id), .. Two(sequence), .. payload ?? []];

    public static byte[] Gre(int type, byte[] payload, uint? key = null, uint? sequence = null, bool checksum = false, byte[]? routes = null)
    {
        int flags = (key is null ? 0 : 0x2000) | (sequence is null ? 0 : 0x1000) | (checksum ? 0x8000 : 0) | (routes is null ? 0 : 0x4000);
        return
        [
            .. Two(flags), .. Two(type), .. checksum || routes is not null ? new byte[4] : [], .. key is { } k ? Four(k) : [], .. sequence is { } s ? Four(s) : [],
            .. routes ?? [], .. payload,
        ];
    }

    public static byte[] Mpls(byte[] payload, params int[] labels) =>
        [.. labels.SelectMany((label, at) => Four((uint)label << 12 | (at == labels.Length - 1 ? 0x100u : 0) | 64)), .. payload];

    public static byte[] Vxlan(int vni, byte[] payload) => [8, 0, 0, 0, .. Four((uint)vni << 8), .. payload];

    public static byte[] VxlanGeneric(int vni, byte protocol, byte[] payload) => [0x0C, 0, 0, protocol, .. Four((uint)vni << 8), .. payload];

    public static byte[] Geneve(int vni, int type, byte[] payload, int optionWords = 0) =>
        [(byte)optionWords, 0, .. Two(type), .. Four((uint)vni << 8), .. new byte[optionWords * 4], .. payload];

    public static byte[] Two(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Four(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    /// <summary>Flows after these frames, a second apart.</summary>
    public static IReadOnlyList<Flow> Metered(FlowTableOptions? options, params IEnumerable<byte[]> frames) => Metered(options, LinkType.Ethernet, frames);

    public static IReadOnlyList<Flow> Metered(FlowTableOptions? options, LinkType linkType, IEnumerable<byte[]> frames)
    {
        using var table = new FlowTable(options);
        long time = Noon;
        foreach (byte[] frame in frames)
            table.Add(new Frame(frame, time += Second, linkType));
        return table.Flows;
    }

    private static byte[] Mac(int number) => number < 0 ? [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] : [2, 0, .. Four((uint)number)];
}
