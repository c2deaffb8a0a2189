using System.Buffers.Binary;
using System.Net;

namespace Steffi.Ebpf.Tests;

/// <summary>Frames of the tests, header by header, from the inside out. Checksums are 0: nobody here looks at them.</summary>
internal static class Frames
{
    public const int Fin = 1, Syn = 2, Rst = 4, Ack = 16;

    public static byte[] Ethernet(byte[] payload, int from, int to, ushort protocol = 0x0800) =>
        [2, 0, 0, 0, 0, (byte)to, 2, 0, 0, 0, 0, (byte)from, .. Word(protocol), .. payload];

    /// <summary>A tag behind the addresses.</summary>
    public static byte[] Tagged(byte[] frame, int vlan, ushort protocol = 0x8100) => [.. frame[..12], .. Word(protocol), .. Word((ushort)vlan), .. frame[12..]];

    public static byte[] IPv4(byte[] payload, string from, string to, byte protocol, byte ttl = 64, int options = 0, ushort id = 0, ushort fragment = 0) =>
        [(byte)(0x45 + options / 4), 0, .. Word((ushort)(20 + options + payload.Length)), .. Word(id), .. Word(fragment), ttl, protocol, 0, 0,
            .. Address(from), .. Address(to), .. Enumerable.Repeat((byte)1, options), .. payload];

    /// <param name="payload">From the first extension or transport header on.</param>
    /// <param name="from">Address.</param>
    /// <param name="to">Address.</param>
    /// <param name="next">Of the first.</param>
    public static byte[] IPv6(byte[] payload, string from, string to, byte next) =>
        [0x60, 0, 0, 0, .. Word((ushort)payload.Length), next, 64, .. Address(from), .. Address(to), .. payload];

    /// <summary>A destination-options or hop-by-hop header of padding.</summary>
    public static byte[] Extension(byte next, byte[] payload) => [next, 0, 1, 4, 0, 0, 0, 0, .. payload];

    /// <summary>The fragment header.</summary>
    public static byte[] Fragment6(byte next, ushort offset, uint id, byte[] payload) => [next, 0, .. Word(offset), .. Long(id), .. payload];

    public static byte[] Udp(int from, int to, byte[] payload) => [.. Word((ushort)from), .. Word((ushort)to), .. Word((ushort)(8 + payload.Length)), 0, 0, .. payload];

    public static byte[] Tcp(int from, int to, int flags, uint sequence = 1, byte[]? payload = null) =>
        [.. Word((ushort)from), .. Word((ushort)to), .. Long(sequence), .. Long(1), 0x50, (byte)flags, 16, 0, 0, 0, 0, 0, .. payload ?? []];

    public static byte[] Sctp(int from, int to) => [.. Word((ushort)from), .. Word((ushort)to), 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0, 16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9];

    /// <summary>With such chunks, each of 16 bytes.</summary>
    public static byte[] Sctp(int from, int to, params int[] chunks) =>
        [.. Word((ushort)from), .. Word((ushort)to), 0, 0, 0, 1, 0, 0, 0, 0, .. chunks.SelectMany(static chunk => (byte[])[(byte)chunk, 0, 0, 16, .. new byte[12]])];

    public static byte[] Icmp(int type, int code, int id, int sequence) => [(byte)type, (byte)code, 0, 0, .. Word((ushort)id), .. Word((ushort)sequence), 1, 2, 3, 4, 5, 6, 7, 8];

    public static byte[] Vxlan(int vni, byte[] frame) => [8, 0, 0, 0, .. Long((uint)vni << 8), .. frame];

    public static byte[] Geneve(int vni, byte[] frame, int options = 0) => [(byte)(options / 4), 0, 0x65, 0x58, .. Long((uint)vni << 8), .. new byte[options], .. frame];

    public static byte[] Gre(byte[] payload, ushort protocol, uint? key = null, bool hasSequence = false) =>
        [(byte)((key is null ? 0 : 0x20) | (hasSequence ? 0x10 : 0)), 0, .. Word(protocol), .. key is { } k ? Long(k) : [], .. hasSequence ? Long(7) : [], .. payload];

    public static byte[] Arp(int from, int to) => [0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, (byte)from, 10, 0, 0, (byte)from, 0, 0, 0, 0, 0, 0, 10, 0, 0, (byte)to];

    private static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();

    private static byte[] Word(ushort value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Long(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
