using System.Runtime.InteropServices;

namespace Steffi.Ebpf.Tests;

/// <summary>What of ours is in the kernel, as bpftool and the kernel itself say.</summary>
internal static unsafe partial class KernelObjects
{
    private const int TcxIngress = 46, TcxEgress = 47;

    // Other plugins have programs, too.
    private static readonly string[] Names = ["steffi_flows", "steffi_retrans", "steffi_reset_", "steffi_drop", "steffi_counts", "steffi_current", "steffi_known", "steffi_frames", "steffi_counting", "steffi_event", "steffi_filter", "steffi_datagram", "steffi_health", "steffi_owners", "steffi_sent", "steffi_received", "steffi_fragment", "steffi_pieces"];

    /// <summary>Programs and maps of these captures that no other process has open, for hosts may run beside the test: kind and number, as bpftool shows them.</summary>
    public static HashSet<string> Ours()
    {
        Needs.Tool("bpftool", "bpftool");
        return [.. new[] { "prog", "map" }.SelectMany(kind => VethPair.Run("bpftool", kind, "show").Split('\n')
            .Where(line => Names.Any(name => line.Contains(name, StringComparison.Ordinal)) && char.IsAsciiDigit(line[0])).Select(line => $"{kind} {line.Split(':')[0]}")).Except(OfOthers())];
    }

    private static HashSet<string> OfOthers() =>
        [.. Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out int id) && id != Environment.ProcessId).SelectMany(OpenIn)];

    /// <summary>Programs and maps that a process has open, a link's program too.</summary>
    /// <param name="process">Its directory below /proc.</param>
    public static HashSet<string> OpenIn(string process)
    {
        var found = new HashSet<string>();
        foreach (string file in Files(process + "/fdinfo"))
        {
            try
            {
                foreach (string line in File.ReadLines(file))
                    if (line.StartsWith("prog_id:", StringComparison.Ordinal) || line.StartsWith("map_id:", StringComparison.Ordinal))
                        found.Add(line.Replace("_id:\t", " ", StringComparison.Ordinal));
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }
        return found;
    }

    private static string[] Files(string directory)
    {
        try
        {
            return Directory.GetFiles(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];   // It has ended, or is not to be read.
        }
    }

    /// <summary>How many programs hang on the namespace's veth0, by tcx and by filters.</summary>
    public static int HangingOn(string name)
    {
        Needs.Tool("bpftool", "bpftool");
        int filters = VethPair.In(name, "bpftool", "net", "show", "dev", "veth0").Split('\n').Count(line => line.Contains("clsact", StringComparison.Ordinal) && line.Contains("steffi", StringComparison.Ordinal));
        return filters + VethPair.Inside(name, () =>
        {
            int index = PacketSocket.IndexOf("veth0"), total = 0;
            uint* ids = stackalloc uint[16];
            foreach (int type in new[] { TcxIngress, TcxEgress })
            {
                uint count = 16, flags = 0;
                if (bpf_prog_query(index, type, 0, &flags, ids, &count) == 0)
                    total += (int)count;
            }
            return total;
        });
    }

    [LibraryImport("libbpf.so.1")]
    private static partial int bpf_prog_query(int target, int type, uint flags, uint* attached, uint* ids, uint* count);
}
