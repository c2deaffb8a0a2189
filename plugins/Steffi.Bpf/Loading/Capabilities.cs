using System.Globalization;

namespace Steffi.Bpf;

/// <summary>What the calling thread may do, for messages that name what is missing (linux/capability.h).</summary>
internal static class Capabilities
{
    private const int SysAdmin = 21;

    private static readonly (string Name, int Bit, bool BySysAdmin)[] Wanted =
        [("CAP_BPF", 39, true), ("CAP_NET_ADMIN", 12, false), ("CAP_PERFMON", 38, true)];

    /// <summary>The capabilities among CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON that are missing, joined; null when all are there.</summary>
    public static string? Missing() => Missing(Effective());

    /// <summary>Whether the calling thread has CAP_SYS_ADMIN, which a few flags of maps need.</summary>
    public static bool HasSysAdmin => (Effective() >> SysAdmin & 1) != 0;

    internal static string? Missing(ulong effective)
    {
        bool Has(int bit) => (effective >> bit & 1) != 0;
        var missing = Wanted.Where(c => !Has(c.Bit) && !(c.BySysAdmin && Has(SysAdmin))).Select(c => c.Name).ToArray();
        return missing.Length == 0 ? null : string.Join(", ", missing);
    }

    private static ulong Effective()
    {
        foreach (string line in File.ReadLines("/proc/thread-self/status"))
        {
            if (line.StartsWith("CapEff:", StringComparison.Ordinal))
                return ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        return ulong.MaxValue;
    }
}
