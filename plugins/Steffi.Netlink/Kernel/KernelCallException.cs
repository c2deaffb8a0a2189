namespace Steffi.Netlink;

/// <summary>A call that the kernel refused. The message names operation, object, errno and, when that is the reason, the missing capability.</summary>
public sealed class KernelCallException : Exception
{
    /// <summary>Makes the exception and its message.</summary>
    /// <param name="operation">The system call or message type, e.g. "setns" or "RTM_GETLINK".</param>
    /// <param name="target">What it was about, e.g. "blue"; may be empty.</param>
    /// <param name="errno">The errno of the call, positive.</param>
    /// <param name="needs">The capability that would have allowed it, e.g. "CAP_SYS_ADMIN"; said only for EPERM and EACCES.</param>
    public KernelCallException(string operation, string target, int errno, string? needs = null)
        : base(Describe(operation, target, errno, Refused(errno) ? needs : null))
    {
        Operation = operation;
        Object = target;
        Errno = errno;
        Needs = Refused(errno) ? needs : null;
    }

    /// <summary>The system call or message type.</summary>
    public string Operation { get; }

    /// <summary>What the call was about; may be empty.</summary>
    public string Object { get; }

    /// <summary>Positive, as in errno(3).</summary>
    public int Errno { get; }

    /// <summary>The missing capability, or null when a privilege is not what was lacking.</summary>
    public string? Needs { get; }

    private static bool Refused(int errno) => errno is Kernel.Errno.EPERM or Kernel.Errno.EACCES;

    private static string Describe(string operation, string target, int errno, string? needs)
    {
        string what = target.Length > 0 ? $"{operation} on {target}" : operation;
        return needs is null ? $"{what}: {Kernel.Errno.Name(errno)}" : $"{what}: {Kernel.Errno.Name(errno)}, needs {needs}";
    }
}
