using System.Buffers.Text;
using System.Text;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>Who holds which socket: the links in /proc/PID/fd that say socket:[INODE]. Needs CAP_SYS_PTRACE for other users' processes.</summary>
internal static class DescriptorScan
{
    /// <summary>Each socket's inode with a process that holds it.</summary>
    public static IEnumerable<(uint Inode, int Pid)> Read()
    {
        foreach (int pid in ProcDirectory.Numbers("/proc"))
        {
            foreach (int descriptor in ProcDirectory.Numbers($"/proc/{pid}/fd"))
            {
                if (SocketInode(pid, descriptor) is { } inode)
                    yield return (inode, pid);
            }
        }
    }

    private static unsafe uint? SocketInode(int pid, int descriptor)
    {
        Span<byte> path = stackalloc byte[48], target = stackalloc byte[40];
        Encoding.ASCII.TryGetBytes($"/proc/{pid}/fd/{descriptor}\0", path, out _);
        nint length;
        fixed (byte* from = path, to = target)
            length = Libc.readlink(from, to, (nuint)target.Length);
        return length > 9 && target.StartsWith("socket:["u8) && Utf8Parser.TryParse(target[8..(int)length], out uint inode, out _) ? inode : null;
    }
}
