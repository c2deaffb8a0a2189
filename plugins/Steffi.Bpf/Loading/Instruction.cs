using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>struct bpf_insn.</summary>
/// <remarks>Source: Documentation/bpf/standardization/instruction-set.rst.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Instruction
{
    private readonly byte _code, _registers;
    private readonly short _offset;
    private readonly int _value;

    public Instruction(int code, int destination = 0, int source = 0, int offset = 0, int value = 0)
    {
        _code = (byte)code;
        _registers = (byte)(destination | source << 4);
        _offset = (short)offset;
        _value = value;
    }

    /// <summary>The same jump, so many instructions behind the next one.</summary>
    public Instruction To(int offset) => new(_code, _registers & 15, _registers >> 4, offset, _value);
}
