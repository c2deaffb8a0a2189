using System.Globalization;

namespace Steffi.Analyzer;

/// <summary>Which capabilities this process has, and what is missing without them.</summary>
internal static class Privileges
{
    private static readonly (int Bit, string Name, string Without)[] Useful =
    [
        (21, "CAP_SYS_ADMIN", "other network namespaces cannot be entered (setns): only this one's interfaces are shown"),
        (19, "CAP_SYS_PTRACE", "network namespaces that only other users' processes hold cannot be seen"),
        (13, "CAP_NET_RAW", "no packet can be captured but by the types ebpf and hybrid"),
        (12, "CAP_NET_ADMIN", "a burst of changes may overrun the netlink socket sooner (its buffer cannot be raised), which costs a resync"),
    ];

    /// <summary>One line per missing capability: its name, and what is missing.</summary>
    public static IReadOnlyList<string> Missing()
    {
        ulong effective = Effective();
        return [.. Useful.Where(one => (effective & (1UL << one.Bit)) == 0).Select(one => $"no {one.Name}: {one.Without}")];
    }

    private static ulong Effective()
    {
        const string field = "CapEff:";
        foreach (var line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith(field, StringComparison.Ordinal))
                return ulong.Parse(line.AsSpan(field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return 0;
    }
}
