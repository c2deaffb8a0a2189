using Steffi.Netlink.Kernel;
using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>The network namespace of a captured interface.</summary>
internal static class Namespace
{
    /// <summary>Opens something in it; what was opened stays there, whatever thread uses it.</summary>
    /// <exception cref="Netlink.KernelCallException">The namespace is gone, or may not be entered (needs CAP_SYS_ADMIN).</exception>
    public static T In<T>(CaptureContext context, Func<T> open) =>
        context.NamespacePath is { } path ? NamespaceEntry.Run(path, context.NetNS, open) : open();
}
