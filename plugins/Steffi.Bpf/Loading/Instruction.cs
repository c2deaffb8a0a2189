using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>struct bpf_insn (Documentation/bpf/standardization/instruction-set.rst).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Instruction
{
    public readonly byte Code;
    private readonly byte _registers;
    public readonly short Offset;
    public readonly int Value;

    public Instruction(int code, int destination = 0, int source = 0, int offset = 0, int value = 0)
    {
        Code = (byte)code;
        _registers = (byte)(destination | source << 4);
        Offset = checked((short)offset);
        Value = value;
    }
}
