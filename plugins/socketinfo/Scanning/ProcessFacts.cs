using System.Globalization;
using System.Text;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// What /proc says of a process. Started, in clock ticks after boot (field 22 of /proc/PID/stat), tells it from a later one with its number; Exe
/// is empty for kernel threads and where it may not be read; NetNS is the inode of its network namespace. Comm is its name as the kernel has it,
/// Program as people do.
/// </summary>
internal sealed record ProcessFacts(int Pid, long Started, string Comm, string Program, string Exe, string Cmdline, string Cgroup, long NetNS)
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
            var (comm, exe, arguments) = (stat[(stat.IndexOf('(') + 1)..end], Exists($"{directory}/exe"), Arguments($"{directory}/cmdline"));
            return new ProcessFacts(pid, long.Parse(fields[19], CultureInfo.InvariantCulture), comm, ProgramName.Of(comm, exe, arguments), exe,
                string.Join(' ', arguments), Group($"{directory}/cgroup"), NamespaceFile.OfProcess(pid));
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

    /// <summary>A process of which nothing more is known than what the kernel told of its socket.</summary>
    public static ProcessFacts Ended(int pid, string comm) => new(pid, 0, comm, comm, "", "", "", 0);

    private static string[] Arguments(string file)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        if (bytes.Length > LongestCmdline)
            bytes = bytes[..LongestCmdline];
        return Encoding.UTF8.GetString(bytes.TrimEnd((byte)0)).Split('\0');
    }

    // The unified hierarchy's line (0::/path), else the first.
    private static string Group(string file)
    {
        var lines = File.ReadAllLines(file);
        var line = Array.Find(lines, line => line.StartsWith("0::", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "";
        return line[(line.LastIndexOf(':') + 1)..];
    }
}
