using System.Runtime.InteropServices;

namespace Steffi.PcapFilter;

/// <summary>struct bpf_insn and struct sock_filter, which are the same (linux/filter.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct BpfInstruction(ushort code, uint value, byte jumpTrue = 0, byte jumpFalse = 0)
{
    private const ushort Return = 0x06;   // BPF_RET | BPF_K

    public readonly ushort Code = code;
    public readonly byte JumpTrue = jumpTrue, JumpFalse = jumpFalse;
    public readonly uint Value = value;

    /// <summary>The program that takes so many bytes of every packet; 0 takes none.</summary>
    public static BpfInstruction[] Take(uint bytes) => [new(Return, bytes)];
}
