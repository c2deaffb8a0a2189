using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Steffi.Capture.Tests;

/// <summary>A tun interface of a namespace, without a link header, at whose other end the test answers pings.</summary>
internal sealed partial class Tun : IDisposable
{
    private const nuint TUNSETIFF = 0x400454CA;
    private const ushort IFF_TUN = 1, IFF_NO_PI = 0x1000;
    private readonly FileStream device;

    public Tun(string netns, string name) => device = Network.Inside(netns, () =>
    {
        var file = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite);
        var request = new byte[40];   // struct ifreq
        Encoding.ASCII.GetBytes(name, request);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(16), IFF_TUN | IFF_NO_PI);
        Assert.True(ioctl(file, TUNSETIFF, request) == 0, $"TUNSETIFF: errno {Marshal.GetLastPInvokeError()}");
        return new FileStream(file, FileAccess.ReadWrite, bufferSize: 0);
    });

    /// <summary>Takes so many echo requests and answers each.</summary>
    public void Answer(int count)
    {
        var packet = new byte[2048];
        while (count > 0)
        {
            int length = device.Read(packet);
            if (packet[0] != 0x45 || packet[9] != 1 || packet[20] != 8)
                continue;
            var (source, destination) = (packet[12..16], packet[16..20]);
            destination.CopyTo(packet, 12);
            source.CopyTo(packet, 16);
            packet[20] = 0;
            // RFC 1624: the checksum has to make up for the type.
            int sum = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(22)) + 0x0800;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), (ushort)(sum + (sum >> 16)));
            device.Write(packet, 0, length);
            count--;
        }
    }

    public void Dispose() => device.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle file, nuint operation, byte[] argument);
}
