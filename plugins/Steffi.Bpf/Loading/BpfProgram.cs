using System.Runtime.InteropServices;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>A program for the tc hooks that was made here, not compiled. Gone when disposed and nothing else holds it.</summary>
internal sealed unsafe class BpfProgram : IDisposable
{
    private const int SchedCls = 3, LogSize = 1 << 16;
    private int _descriptor;

    private BpfProgram(int descriptor) => _descriptor = descriptor;

    public int Descriptor => _descriptor;

    /// <summary>Gives it to the kernel.</summary>
    /// <param name="name">For messages and tools; at most 15 characters.</param>
    /// <param name="instructions">Under the GPL.</param>
    /// <exception cref="BpfLoadException">libbpf is missing, a capability is, or the verifier refused.</exception>
    public static BpfProgram Load(string name, ReadOnlySpan<Instruction> instructions)
    {
        byte* log = (byte*)NativeMemory.AllocZeroed(LogSize);
        try
        {
            LibbpfLog.Begin();
            var options = new Libbpf.ProgramOptions { Size = (nuint)sizeof(Libbpf.ProgramOptions), LogLevel = 1, LogSize = LogSize, Log = log };
            fixed (Instruction* first = instructions)
            {
                int descriptor = Libbpf.bpf_prog_load(SchedCls, name, "GPL", first, (nuint)instructions.Length, &options);
                return descriptor >= 0 ? new BpfProgram(descriptor) : throw BpfLoadException.Refused(name, -descriptor, Marshal.PtrToStringUTF8((nint)log)!);
            }
        }
        catch (DllNotFoundException)
        {
            throw BpfLoadException.NoLibrary(name);
        }
        finally
        {
            NativeMemory.Free(log);
        }
    }

    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
            _ = Libc.close(descriptor);
    }
}
