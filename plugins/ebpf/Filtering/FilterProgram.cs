using Steffi.Bpf;
using Steffi.PcapFilter;

namespace Steffi.Plugins.Ebpf;

/// <summary>Stands before another program at the hook and lets it see only the packets that match. Gone when disposed.</summary>
internal sealed class FilterProgram : IDisposable
{
    private readonly BpfMap _next;
    private readonly BpfProgram _program;

    private FilterProgram(BpfMap next, BpfProgram program) => (_next, _program) = (next, program);

    public int Descriptor => _program.Descriptor;

    /// <summary>Gives it to the kernel.</summary>
    /// <param name="filter">As libpcap compiled it.</param>
    /// <param name="next">Descriptor of the program for packets that match.</param>
    /// <exception cref="BpfLoadException">The verifier refused.</exception>
    /// <exception cref="NotSupportedException">The filter cannot be translated.</exception>
    public static FilterProgram Load(ReadOnlySpan<BpfInstruction> filter, int next)
    {
        // The kernel empties such a map when nobody has it open any more: it stays open as long as the program is there.
        var programs = BpfMap.CreatePrograms("steffi_filtered", 1);
        try
        {
            programs.Put(0u, next);
            return new FilterProgram(programs, BpfProgram.Load("steffi_filter", FilterTranslation.Of(filter, programs.Descriptor)));
        }
        catch
        {
            programs.Close();
            throw;
        }
    }

    public void Dispose()
    {
        _program.Dispose();
        _next.Close();
    }
}
