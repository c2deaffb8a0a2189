using System.Reflection;
using System.Runtime.InteropServices;

namespace Steffi.PcapFilter;

/// <summary>The calls of libpcap that SharpPcap does not offer. Each is thread-safe on handles of its own.</summary>
internal static unsafe partial class Libpcap
{
    private const string Library = "pcap";
    private const int ErrorBufferSize = 256;

    static Libpcap() => NativeLibrary.SetDllImportResolver(typeof(Libpcap).Assembly, Resolve);

    /// <summary>Why filters cannot be compiled; null when they can.</summary>
    public static string? Missing { get; } =
        Resolve(Library, typeof(Libpcap).Assembly, null) != 0 ? null : "libpcap is missing (Debian: apt-get install libpcap0.8)";

    /// <summary>struct bpf_program.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Program
    {
        public uint Length;
        public BpfInstruction* Instructions;
    }

    /// <summary>struct pcap_stat. SharpPcap 6.3.1 takes its words for twice as long as they are, and so the interface's drops for the buffer's.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Statistics
    {
        public readonly uint Received, Dropped, InterfaceDropped;
    }

    [LibraryImport(Library)]
    public static partial nint pcap_open_dead(int linkType, int snapLength);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint pcap_create(string device, byte* errors);

    [LibraryImport(Library)]
    public static partial int pcap_activate(nint handle);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int pcap_compile(nint handle, Program* program, string filter, int optimize, uint netmask);

    [LibraryImport(Library)]
    public static partial void pcap_freecode(Program* program);

    [LibraryImport(Library)]
    public static partial uint bpf_filter(BpfInstruction* program, byte* packet, uint length, uint captured);

    [LibraryImport(Library)]
    public static partial byte* pcap_geterr(nint handle);

    [LibraryImport(Library)]
    public static partial int pcap_get_selectable_fd(nint handle);

    [LibraryImport(Library)]
    public static partial int pcap_stats(nint handle, out Statistics statistics);

    [LibraryImport(Library)]
    public static partial void pcap_close(nint handle);

    public static nint Create(string device)
    {
        byte* errors = stackalloc byte[ErrorBufferSize];
        return pcap_create(device, errors);
    }

    public static string Error(nint handle) => Marshal.PtrToStringUTF8((nint)pcap_geterr(handle)) ?? "";

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        // Debian's name of version 1, then everybody else's.
        foreach (var file in (ReadOnlySpan<string>)["libpcap.so.0.8", "libpcap.so.1", "libpcap.so"])
            if (NativeLibrary.TryLoad(file, out nint library))
                return library;
        return 0;
    }
}
