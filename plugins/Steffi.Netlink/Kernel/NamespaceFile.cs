using System.Runtime.InteropServices;
using System.Text;

namespace Steffi.Netlink.Kernel;

/// <summary>A namespace's file: /run/netns/NAME, /proc/PID/ns/net. Its inode number is the namespace's identity.</summary>
internal static unsafe class NamespaceFile
{
    // All nsfs files are of one device, which tells a mounted namespace from the empty file that `ip netns add` makes first.
    private static readonly (uint Major, uint Minor) Device = Stat("/proc/self/ns/net") is { } own ? (own.DeviceMajor, own.DeviceMinor) : default;

    /// <summary>The inode of the namespace that this process's main thread is in; 0 where /proc is missing.</summary>
    public static long Own { get; } = Inode("/proc/self/ns/net");

    /// <summary>The st_dev of nsfs as stat(2) prints it.</summary>
    public static long DeviceNumber => ((long)Device.Major << 8) | Device.Minor;

    /// <summary>The namespace's inode, or 0 when the path is absent or no namespace (yet).</summary>
    public static long Inode(string path) =>
        Stat(path) is { } stat && (stat.DeviceMajor, stat.DeviceMinor) == Device ? (long)stat.Inode : 0;

    /// <summary>The inode behind /proc/PID/ns/net, without opening it; 0 when the process is gone or may not be read.</summary>
    public static long OfProcess(int pid)
    {
        Span<byte> path = stackalloc byte[40];
        Encoding.ASCII.TryGetBytes($"/proc/{pid}/ns/net\0", path, out _);
        Span<byte> target = stackalloc byte[32];
        nint length;
        fixed (byte* from = path, to = target)
            length = Libc.readlink(from, to, (nuint)target.Length);
        // net:[4026531840]
        return length > 6 && System.Buffers.Text.Utf8Parser.TryParse(target[5..(int)length], out long inode, out _) ? inode : 0;
    }

    /// <exception cref="KernelCallException">Absent, or the process may not be inspected (needs CAP_SYS_PTRACE).</exception>
    public static int Open(string path)
    {
        int descriptor = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC);
        return descriptor >= 0 ? descriptor
            : throw new KernelCallException("open", path, Marshal.GetLastPInvokeError(), "CAP_SYS_PTRACE");
    }

    private static Libc.StatX? Stat(string path)
    {
        Libc.StatX stat;
        return Libc.statx(Libc.AT_FDCWD, path, 0, Libc.STATX_INO, &stat) == 0 ? stat : null;
    }
}
