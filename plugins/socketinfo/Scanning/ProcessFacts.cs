using System.Globalization;
using System.Text;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// What /proc says of a process. Started, in clock ticks after boot (field 22 of /proc/PID/stat), tells it from a later one with its number; Exe
/// is empty for kernel threads and where it may not be read; NetNS is the inode of its network namespace.
/// </summary>
internal sealed record ProcessFacts(int Pid, long Started, string Name, string Exe, string Cmdline, string Cgroup, long NetNS)
{
    private const int LongestCmdline = 4096;

    /// <summary>Whether it has ended.</summary>
    public bool IsGone => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}"));

    /// <summary>Null when the process is gone.</summary>
    public static ProcessFacts? Read(int pid)
    {
        try
        {
            string directory = $"/proc/{pid}";
            // 12 (na me) S …: the name may hold anything, the last parenthesis ends it.
            string stat = File.ReadAllText($"{directory}/stat");
            int end = stat.LastIndexOf(')');
            var fields = stat[(end + 2)..].Split(' ');
            return new ProcessFacts(pid, long.Parse(fields[19], CultureInfo.InvariantCulture), stat[(stat.IndexOf('(') + 1)..end],
                Exists($"{directory}/exe"), Cmd($"{directory}/cmdline"), Group($"{directory}/cgroup"), NamespaceFile.OfProcess(pid));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static string Exists(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Cmd(string file)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        if (bytes.Length > LongestCmdline)
            bytes = bytes[..LongestCmdline];
        return Encoding.UTF8.GetString(bytes.TrimEnd((byte)0)).Replace('\0', ' ');
    }

    // The unified hierarchy's line (0::/path), else the first.
    private static string Group(string file)
    {
        var lines = File.ReadAllLines(file);
        var line = Array.Find(lines, line => line.StartsWith("0::", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "";
        return line[(line.LastIndexOf(':') + 1)..];
    }
}
