using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>Which packets of an interface.</summary>
[Flags]
internal enum Directions
{
    In = 1,
    Out = 2,
    Both = In | Out,
}

/// <summary>How a program hangs on an interface.</summary>
internal enum HookKind
{
    /// <summary>A link by descriptor, Linux 6.6: gone with its process, whatever ends it.</summary>
    Tcx,

    /// <summary>A filter of the clsact queueing discipline: stays until somebody takes it away.</summary>
    Clsact,
}

/// <summary>A program at the tc hooks of one interface; it sees packets where packet sockets do. Gone when disposed.</summary>
internal abstract class InterfaceHook : IDisposable
{
    public abstract HookKind Kind { get; }

    /// <summary>Attaches in the calling thread's namespace.</summary>
    /// <param name="program">Descriptor of a program of type sched_cls.</param>
    /// <param name="interfaceIndex">In that namespace.</param>
    /// <param name="directions">Which packets.</param>
    /// <param name="only">Only this kind; null for the best that the kernel has.</param>
    /// <exception cref="KernelCallException">The interface is gone, or a capability is missing.</exception>
    public static InterfaceHook Attach(int program, int interfaceIndex, Directions directions, HookKind? only = null)
    {
        // What a killed process left behind would count on, whichever kind follows it.
        ClsactHook.RemoveLeftovers(interfaceIndex);
        if (only != HookKind.Clsact)
        {
            try
            {
                return TcxHook.Attach(program, interfaceIndex, directions);
            }
            // EINVAL is how a kernel before 6.6 says that it does not know the attach type.
            catch (KernelCallException refused) when (only is null && refused.Errno == Errno.EINVAL)
            {
            }
        }
        return ClsactHook.Attach(program, interfaceIndex, directions);
    }

    public abstract void Dispose();
}
