using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>A tcpdump expression, compiled and run by libpcap on frames that were captured before: what the step BPF asks for. Thread-safe.</summary>
/// <remarks>For the steps: <c>new FlowSteps(live, history, PcapFilter.Compile)</c>. Programs are freed with the garbage.</remarks>
public sealed unsafe partial class PcapFilter : IPacketFilter
{
    private const string Library = "pcap";
    private const int WholeFrame = 262_144;
    private const uint NetmaskUnknown = 0xffffffff;

    private readonly string _expression;
    private readonly ConcurrentDictionary<LinkType, Compiled?> _programs = new();

    static PcapFilter() => NativeLibrary.SetDllImportResolver(typeof(PcapFilter).Assembly, Resolve);

    private PcapFilter(string expression)
    {
        _expression = expression;
        _programs[LinkType.Ethernet] = new Compiled(expression, LinkType.Ethernet);
    }

    /// <summary>Compiles an expression.</summary>
    /// <param name="expression">In tcpdump's language (pcap-filter(7)); empty for every packet.</param>
    /// <exception cref="ArgumentException">It is none, in libpcap's words; or libpcap is not installed.</exception>
    public static PcapFilter Compile(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        try
        {
            return new PcapFilter(expression);
        }
        catch (DllNotFoundException)
        {
            throw new ArgumentException("BPF needs libpcap, which is missing (Debian: apt-get install libpcap0.8)");
        }
    }

    /// <inheritdoc/>
    /// <remarks>A link type for which the expression has no meaning lets nothing pass.</remarks>
    public bool Matches(in Frame frame)
    {
        if (_programs.GetOrAdd(frame.LinkType, CompileFor) is not { } program) return false;
        var header = new Header { Captured = (uint)frame.Bytes.Length, Length = (uint)frame.OriginalLength };
        fixed (byte* bytes = frame.Bytes)
        {
            byte none = 0;
            int passes = pcap_offline_filter(program.Program, &header, bytes == null ? &none : bytes);
            GC.KeepAlive(program);
            return passes != 0;
        }
    }

    private Compiled? CompileFor(LinkType linkType)
    {
        try
        {
            return new Compiled(_expression, linkType);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A link type as libpcap numbers it here: raw IP otherwise than in files.</summary>
    private static int NumberOf(LinkType linkType) => linkType is LinkType.Raw or LinkType.RawOpenBsd ? (int)LinkType.RawBsd : (int)linkType;

    /// <summary>The names of libpcap's file: of Debian's package, and of its own build.</summary>
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        foreach (string file in (string[])["libpcap.so.0.8", "libpcap.so.1", "libpcap.so"])
        {
            if (NativeLibrary.TryLoad(file, assembly, path, out nint handle)) return handle;
        }

        return 0;
    }

    [LibraryImport(Library)]
    private static partial nint pcap_open_dead(int linkType, int snapLength);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int pcap_compile(nint handle, BpfProgram* program, string filter, int optimize, uint netmask);

    [LibraryImport(Library)]
    private static partial void pcap_freecode(BpfProgram* program);

    [LibraryImport(Library)]
    private static partial byte* pcap_geterr(nint handle);

    [LibraryImport(Library)]
    private static partial int pcap_offline_filter(BpfProgram* program, Header* header, byte* bytes);

    [LibraryImport(Library)]
    private static partial void pcap_close(nint handle);

    /// <summary>struct bpf_program. Filled in by libpcap alone.</summary>
    private readonly record struct BpfProgram(uint Length, nint Instructions);

    /// <summary>struct pcap_pkthdr.</summary>
    private struct Header
    {
        public nint Seconds, Microseconds;
        public uint Captured, Length;
    }

    /// <summary>A program for one link type; libpcap's memory goes with it.</summary>
    private sealed class Compiled
    {
        public readonly BpfProgram* Program = (BpfProgram*)NativeMemory.AllocZeroed((nuint)sizeof(BpfProgram));

        public Compiled(string expression, LinkType linkType)
        {
            nint handle = pcap_open_dead(NumberOf(linkType), WholeFrame);
            try
            {
                if (pcap_compile(handle, Program, expression, 1, NetmaskUnknown) != 0)
                    throw new ArgumentException(Marshal.PtrToStringUTF8((nint)pcap_geterr(handle)));
            }
            finally
            {
                pcap_close(handle);
            }
        }

        ~Compiled()
        {
            if (Program->Instructions != 0) pcap_freecode(Program);
            NativeMemory.Free(Program);
        }
    }
}
