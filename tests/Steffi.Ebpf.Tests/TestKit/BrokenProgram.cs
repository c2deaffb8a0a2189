using System.Buffers.Binary;
using System.Text;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>The flow program's object whose program begins with an instruction that no verifier lets pass.</summary>
internal static class BrokenProgram
{
    // r0 = *(u64 *)(r2 + 0): nothing was put into r2.
    private static readonly byte[] Instruction = [0x79, 0x20, 0, 0, 0, 0, 0, 0];

    public static byte[] Bytes()
    {
        using var stream = typeof(FlowProgram).Assembly.GetManifestResourceStream("flows.bpf.o")!;
        byte[] broken = new byte[stream.Length];
        stream.ReadExactly(broken);
        // ELF64: the section headers' place, size and number, and which of them has the names.
        int headers = (int)BinaryPrimitives.ReadInt64LittleEndian(broken.AsSpan(0x28)), size = Word(broken, 0x3a), count = Word(broken, 0x3c);
        int names = Offset(broken, headers + Word(broken, 0x3e) * size);
        for (int i = 0; i < count; i++)
        {
            int header = headers + i * size, name = names + BinaryPrimitives.ReadInt32LittleEndian(broken.AsSpan(header));
            if (broken.AsSpan(name, 3).SequenceEqual(Encoding.ASCII.GetBytes("tc\0")))
                Instruction.CopyTo(broken, Offset(broken, header));
        }
        return broken;
    }

    private static int Offset(byte[] elf, int header) => (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(header + 0x18));

    private static ushort Word(byte[] elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(at));
}
