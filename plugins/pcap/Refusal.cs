using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.Pcap;

/// <summary>The kernel lets no packets be captured.</summary>
internal static class Refusal
{
    /// <summary>For want of CAP_NET_RAW no type here works; one that needs other rights may, so it is what the type does not have.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="name">The interface.</param>
    /// <param name="errno">What it said.</param>
    public static Exception Of(string operation, string name, int errno)
    {
        var refused = new KernelCallException(operation, name, errno, "CAP_NET_RAW");
        return errno == Errno.EPERM ? new NotSupportedException(refused.Message) : refused;
    }
}
