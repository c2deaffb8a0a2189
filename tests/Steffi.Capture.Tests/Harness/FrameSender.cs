using System.Runtime.InteropServices;
using Steffi.Netlink.Kernel;
using Steffi.Plugins.Pcap;

namespace Steffi.Capture.Tests;

/// <summary>Sends frames as they are out of an interface of a namespace.</summary>
internal sealed unsafe class FrameSender : IDisposable
{
    private readonly int socket;

    public FrameSender(string netns, int index) => socket = Network.Inside(netns, () =>
    {
        int opened = Libc.socket(PacketCalls.AF_PACKET, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, 0);
        var address = new PacketCalls.LinkAddress { Family = PacketCalls.AF_PACKET, Index = index };
        Assert.Equal(0, PacketCalls.bind(opened, &address, 20));
        return opened;
    });

    public void Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
            Assert.True(Libc.send(socket, bytes, (nuint)frame.Length, 0) == frame.Length, $"send: errno {Marshal.GetLastPInvokeError()}");
    }

    public void Dispose() => _ = Libc.close(socket);

    /// <summary>A broadcast UDP packet over IPv4 with the VLAN tags given, outermost first.</summary>
    public static byte[] Udp(ushort port, params ushort[] vlans)
    {
        var frame = new List<byte>([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 9]);
        foreach (var vlan in vlans)
            frame.AddRange([0x81, 0x00, (byte)(vlan >> 8), (byte)vlan]);
        frame.AddRange([0x08, 0x00, 0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 9, 10, 0, 0, 255]);
        frame.AddRange([0x30, 0x39, (byte)(port >> 8), (byte)port, 0, 12, 0, 0, 1, 2, 3, 4]);
        return [.. frame];
    }
}
