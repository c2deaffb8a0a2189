using System.Buffers.Binary;

namespace Steffi.Flows.Tests;

/// Packets built from the inside out, and the flows that a table makes of a frame.
internal static class CarriedPackets
{
    public static byte[] Tcp => [0x13, 0x88, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0];

    /// 10.0.0.1 to 10.0.0.2.
    public static byte[] IPv4(byte protocol, byte[] payload, byte host = 1) =>
        [0x45, 0, .. U16(20 + payload.Length), 0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, host, 10, 0, 0, (byte)(host + 1), .. payload];

    /// 2001:0::1 (Teredo's prefix) to 2001:db8::2.
    public static byte[] IPv6(byte protocol, byte[] payload) =>
        [0x60, 0, 0, 0, .. U16(payload.Length), protocol, 64, 0x20, 1, .. new byte[13], 1, 0x20, 1, 0x0d, 0xb8, .. new byte[11], 2, .. payload];

    public static byte[] Udp(int source, int destination, byte[] payload) => [.. U16(source), .. U16(destination), .. U16(8 + payload.Length), 0, 0, .. payload];

    public static byte[] Ethernet(int type, byte[] payload) => [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, .. U16(type), .. payload];

    /// Layers path and addresses of each flow, the outer ones first.
    public static string[] FlowsOf(byte[] frame, LinkType linkType = LinkType.Ethernet) =>
        [.. Meter(frame, linkType).Select(flow => $"{flow.LayersPath} {flow.Network?.A} {flow.Transport?.A}".TrimEnd())];

    public static List<Flow> Meter(byte[] frame, LinkType linkType = LinkType.Ethernet, FlowTableOptions? options = null)
    {
        var flows = new List<Flow>();
        using var table = new FlowTable(options, flows.Add);
        table.Add(new Frame(frame, 1_000_000_000, linkType));
        table.Flush();
        return flows;
    }

    public static byte[] U16(int value)
    {
        var two = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)value);
        return two;
    }
}
