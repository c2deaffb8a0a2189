using System.Runtime.InteropServices;
using Steffi.Bpf;

namespace Steffi.Ebpf.Tests;

/// <summary>Has the kernel run a program of the tc hooks on a frame that nobody sent (BPF_PROG_TEST_RUN).</summary>
internal static unsafe partial class TestRun
{
    private const int Move = 0xb7, Exit = 0x95;

    /// <summary>What the program returned.</summary>
    public static int Of(int program, ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            var options = new Options { Size = (nuint)sizeof(Options), Frame = bytes, Length = (uint)frame.Length };
            Assert.Equal(0, bpf_prog_test_run_opts(program, &options));
            return (int)options.Returned;
        }
    }

    /// <summary>A program that only returns a number.</summary>
    public static BpfProgram Returning(int number) => BpfProgram.Load("steffi_number", [new(Move, value: number), new(Exit)]);

    /// <summary>struct bpf_test_run_opts.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 80)]
    private struct Options
    {
        [FieldOffset(0)] public nuint Size;
        [FieldOffset(8)] public byte* Frame;
        [FieldOffset(24)] public uint Length;
        [FieldOffset(56)] public uint Returned;
    }

    [LibraryImport("libbpf.so.1")]
    private static partial int bpf_prog_test_run_opts(int program, Options* options);
}
