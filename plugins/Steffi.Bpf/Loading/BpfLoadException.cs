namespace Steffi.Bpf;

/// <summary>The kernel, or the want of a library, kept an object from being loaded.</summary>
internal sealed class BpfLoadException : NotSupportedException
{
    public BpfLoadException(string program, int errno, string reason, string? needs)
        : base($"{program} on kernel {RunningKernel}: {reason}{(needs is null ? "" : $", needs {needs}")}")
    {
        Program = program;
        Errno = errno;
        Reason = reason;
        Needs = needs;
    }

    /// <summary>Release of the running kernel: 6.1.0-18-amd64.</summary>
    public static string RunningKernel { get; } =
        File.Exists("/proc/sys/kernel/osrelease") ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : "unknown";

    /// <summary>The program or object that was refused.</summary>
    public string Program { get; }

    public int Errno { get; }

    /// <summary>One line: the verifier's, else libbpf's, else the error's name.</summary>
    public string Reason { get; }

    /// <summary>The missing capability or package; null when that was not it.</summary>
    public string? Needs { get; }

    /// <summary>By what the verifier wrote, else libbpf's complaint, else the error's name.</summary>
    public static BpfLoadException Refused(string program, int errno, string log, string? complaint = null)
    {
        // So says libbpf, and no word more.
        if (errno == Steffi.Netlink.Kernel.Errno.ESRCH)
            return new(program, errno, "the kernel has no BTF (/sys/kernel/btf/vmlinux)", null);
        bool isForbidden = errno is Steffi.Netlink.Kernel.Errno.EPERM or Steffi.Netlink.Kernel.Errno.EACCES;
        string name = Steffi.Netlink.Kernel.Errno.Name(errno);
        return new(program, errno, VerifierReason.Of(log) ?? (isForbidden ? name : complaint ?? name), isForbidden ? Capabilities.Missing() : null);
    }

    public static BpfLoadException NoLibrary(string program) =>
        new(program, Steffi.Netlink.Kernel.Errno.ENOENT, "libbpf.so.1 is not installed", "the package libbpf1");
}
