namespace Steffi.Plugins.Pcap;

/// <summary>Puts a classic BPF program together: an accumulator A, an index X, 16 words of memory, jumps forward only. Loads are relative to X.</summary>
/// <remarks>Source: McCanne and Jacobson 1993; linux/bpf_common.h has the numbers.</remarks>
internal sealed class BpfAssembler
{
    private readonly List<(ushort Code, uint Value, string? Then, string? Otherwise)> instructions = [];
    private readonly Dictionary<string, int> labels = [];

    public void Load32(uint at) => Add(0x40, at);

    public void Load16(uint at) => Add(0x48, at);

    public void Load8(uint at) => Add(0x50, at);

    public void Set(uint value) => Add(0x00, value);

    public void SetIndex(uint value) => Add(0x01, value);

    public void Recall(uint word) => Add(0x60, word);

    public void RecallIndex(uint word) => Add(0x61, word);

    public void Keep(uint word) => Add(0x02, word);

    public void KeepIndex(uint word) => Add(0x03, word);

    public void Plus(uint value) => Add(0x04, value);

    public void PlusIndex() => Add(0x0C);

    public void Times(uint value) => Add(0x24, value);

    public void And(uint value) => Add(0x54, value);

    public void ShiftLeft(uint bits) => Add(0x64, bits);

    public void ShiftRight(uint bits) => Add(0x74, bits);

    public void XorIndex() => Add(0xAC);

    public void ToIndex() => Add(0x07);

    public void FromIndex() => Add(0x87);

    public void Goto(string label) => Add(0x05, 0, label);

    /// <summary>Where there is no label, on with the next instruction.</summary>
    public void IfEqual(uint value, string? then, string? otherwise = null) => Add(0x15, value, then, otherwise);

    public void IfGreater(uint value, string? then, string? otherwise = null) => Add(0x25, value, then, otherwise);

    public void IfAtLeast(uint value, string? then, string? otherwise = null) => Add(0x35, value, then, otherwise);

    public void IfAnyBit(uint value, string? then, string? otherwise = null) => Add(0x45, value, then, otherwise);

    public void Return() => Add(0x16);

    public void Return(uint value) => Add(0x06, value);

    /// <summary>The next instruction's name.</summary>
    public void Label(string name) => labels.Add(name, instructions.Count);

    public BpfInstruction[] Assemble() => [.. instructions.Select((one, at) => one.Code == 0x05
        ? new BpfInstruction(one.Code, (uint)Distance(at, one.Then))
        : new BpfInstruction(one.Code, one.Value, checked((byte)Distance(at, one.Then)), checked((byte)Distance(at, one.Otherwise))))];

    private int Distance(int from, string? label) => label is null ? 0 : labels[label] - from - 1;

    private void Add(ushort code, uint value = 0, string? then = null, string? otherwise = null) => instructions.Add((code, value, then, otherwise));
}
