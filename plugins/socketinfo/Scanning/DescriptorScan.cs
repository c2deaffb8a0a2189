using System.Buffers.Text;
using System.IO.Enumeration;
using System.Text;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>Who holds which socket: the links in /proc/PID/fd that say socket:[INODE]. Needs CAP_SYS_PTRACE for other users' processes.</summary>
internal static class DescriptorScan
{
    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Each socket's inode with a process that holds it.</summary>
    public static IEnumerable<(uint Inode, int Pid)> Read()
    {
        foreach (int pid in Numbers("/proc"))
        {
            foreach (int descriptor in Numbers($"/proc/{pid}/fd"))
            {
                if (SocketInode(pid, descriptor) is { } inode)
                    yield return (inode, pid);
            }
        }
    }

    private static IEnumerable<int> Numbers(string directory)
    {
        try
        {
            return [.. new FileSystemEnumerable<int>(directory, static (ref FileSystemEntry entry) => int.Parse(entry.FileName), Flat)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => int.TryParse(entry.FileName, out _),
            }];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];   // the process ended
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
