using System.Globalization;
using System.Runtime.InteropServices;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>What an interface's frames begin with (linux/if_arp.h).</summary>
internal readonly unsafe record struct InterfaceLink(int Type)
{
    private const int Ethernet = 1, Loopback = 772;
    private const int DatagramSocket = 2, InternetFamily = 2, NameLength = 16;
    private const nuint GetName = 0x8910, GetHardwareAddress = 0x8927;

    // ARPHRD_PPP, RAWIP, TUNNEL, TUNNEL6, SIT, IPGRE, IP6GRE, NONE: IP at once.
    private static readonly int[] Bare = [512, 519, 768, 769, 776, 778, 823, 65534];

    public bool IsLoopback => Type == Loopback;

    public bool HasEthernetHeader => Type is Ethernet or Loopback;

    /// <summary>Asks in the calling thread's namespace.</summary>
    /// <exception cref="KernelCallException">There is no such interface.</exception>
    /// <exception cref="NotSupportedException">Its frames begin with neither Ethernet nor IP.</exception>
    public static InterfaceLink Of(int interfaceIndex)
    {
        int socket = Libc.socket(InternetFamily, DatagramSocket | Libc.SOCK_CLOEXEC, 0);
        try
        {
            // struct ifreq: a name of 16 bytes, then a union of 24.
            byte* request = stackalloc byte[40];
            new Span<byte>(request, 40).Clear();
            *(int*)(request + NameLength) = interfaceIndex;
            if (socket < 0 || Libc.ioctl(socket, GetName, request) < 0 || Libc.ioctl(socket, GetHardwareAddress, request) < 0)
                throw new KernelCallException("ioctl(SIOCGIFHWADDR)", "interface " + interfaceIndex.ToString(CultureInfo.InvariantCulture), Marshal.GetLastPInvokeError());
            var link = new InterfaceLink(*(ushort*)(request + NameLength));
            return link.HasEthernetHeader || Bare.Contains(link.Type) ? link
                : throw new NotSupportedException($"frames of link type {link.Type} begin with neither Ethernet nor IP");
        }
        finally
        {
            _ = Libc.close(socket);
        }
    }
}
