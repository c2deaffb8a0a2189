using Steffi.Bpf;
using Steffi.PcapFilter;

namespace Steffi.Plugins.Ebpf;

/// <summary>Classic BPF, as libpcap compiles filters, into a program for the tc hooks. The kernel does the same where a socket gets one (bpf_convert_filter).</summary>
/// <remarks>
/// A and X are registers that outlive calls, the scratch memory is on the stack. A load beyond the packet and a division by zero end the program without a match, as in classic BPF.
/// Source: McCanne and Jacobson 1993; Documentation/networking/filter.rst.
/// </remarks>
internal sealed class FilterTranslation
{
    // Registers of the machine that is translated to.
    private const int Result = 0, First = 1, Second = 2, Third = 3, Fourth = 4, A = 6, X = 7, Packet = 8, Frame = 10;

    // Its instruction classes and operations (linux/bpf.h).
    private const int LoadFrame = 0x61, LoadByte = 0x71, LoadHalf = 0x69, StoreFrame = 0x63, LoadWide = 0x18;
    private const int Move = 0xb4, MoveRegister = 0xbc, MoveWide = 0xb7, CopyWide = 0xbf, AddWide = 0x07;
    private const int Alu = 0x04, Jump32 = 0x06, ByRegister = 0x08, Swap = 0xdc, Call = 0x85, Exit = 0x95, Always = 0x05;
    private const int Add = 0x00, LeftShift = 0x60, RightShift = 0x70, And = 0x50, Divide = 0x30, Modulo = 0x90, Negate = 0x80;
    private const int IfEqual = 0x10, IfNotEqual = 0x50, IfAtMost = 0xb0;
    private const int LoadBytes = 26, TailCall = 12, MapDescriptor = 1;

    // The classic one: its classes, sizes, modes (linux/bpf_common.h), and the extensions that libpcap uses where the kernel took the tag out (linux/filter.h).
    private const int Ld = 0, Ldx = 1, St = 2, Stx = 3, AluClass = 4, Jmp = 5, Ret = 6, Misc = 7;
    private const int Half = 0x08, Byte = 0x10;
    private const int Immediate = 0x00, Absolute = 0x20, Indirect = 0x40, Memory = 0x60, Length = 0x80, HeaderLength = 0xa0;
    private const uint Extensions = 0xfffff000, VlanTag = 44, VlanTagPresent = 48;

    // Of struct __sk_buff.
    private const int PacketLength = 0, TagPresent = 20, Tag = 24;

    private const int Loaded = -8, TcNext = -1;

    private readonly List<Instruction> _made = [];
    private readonly List<(int At, int Target)> _jumps = [];
    private readonly int[] _places;
    private readonly int _match, _end;

    private FilterTranslation(int count)
    {
        // Places of the classic instructions, then of the two ends.
        _places = new int[count + 2];
        (_match, _end) = (count, count + 1);
    }

    /// <summary>The program: what matches goes to the first program of a map of programs, all else to who is next at the hook.</summary>
    /// <param name="filter">As libpcap compiled it.</param>
    /// <param name="programs">Descriptor of that map.</param>
    /// <exception cref="NotSupportedException">It is too long, or has an instruction that libpcap does not emit for these frames.</exception>
    public static Instruction[] Of(ReadOnlySpan<BpfInstruction> filter, int programs)
    {
        var translation = new FilterTranslation(filter.Length);
        translation.Begin();
        for (int i = 0; i < filter.Length; i++)
        {
            translation._places[i] = translation._made.Count;
            translation.Translate(in filter[i], i);
        }
        translation.End(programs);
        return translation.WithJumps();
    }

    private void Begin()
    {
        Emit(CopyWide, Packet, First);
        Emit(Move, A);
        Emit(Move, X);
    }

    private void End(int programs)
    {
        _places[_match] = _made.Count;
        Emit(CopyWide, First, Packet);
        Emit(LoadWide, Second, MapDescriptor, value: programs);
        Emit(0);
        Emit(Move, Third);
        Emit(Call, value: TailCall);
        _places[_end] = _made.Count;
        Emit(MoveWide, Result, value: TcNext);
        Emit(Exit);
    }

    private void Translate(in BpfInstruction from, int index)
    {
        int operation = from.Code & 0xf0, value = (int)from.Value;
        bool isRegister = (from.Code & ByRegister) != 0;
        switch (from.Code & 7)
        {
            case Ld or Ldx:
                Load(in from, (from.Code & 7) == Ld ? A : X);
                break;
            case St or Stx:
                Emit(StoreFrame, Frame, (from.Code & 7) == St ? A : X, Place(value));
                break;
            case AluClass:
                Calculate(operation, isRegister, value);
                break;
            case Jmp when operation == 0:
                Go(index + 1 + value);
                break;
            case Jmp:
                Branch(from.Code & 0xf8, index + 1 + from.JumpTrue, A, isRegister ? X : 0, isRegister ? 0 : value);
                if (from.JumpFalse > 0)
                    Go(index + 1 + from.JumpFalse);
                break;
            case Ret when (from.Code & 0x18) == 0:
                Go(value == 0 ? _end : _match);
                break;
            case Ret:
                Branch(IfEqual, _end);
                Go(_match);
                break;
            case Misc:
                bool isFromX = (from.Code & 0x80) != 0;
                Emit(MoveRegister, isFromX ? A : X, isFromX ? X : A);
                break;
        }
    }

    private void Load(in BpfInstruction from, int into)
    {
        int value = (int)from.Value;
        switch (from.Code & 0xe0)
        {
            case Immediate:
                Emit(Move, into, value: value);
                break;
            case Memory:
                Emit(LoadFrame, into, Frame, Place(value));
                break;
            case Length:
                Emit(LoadFrame, into, Packet, PacketLength);
                break;
            case Absolute when from.Value >= Extensions:
                Emit(LoadFrame, into, Packet, (from.Value - Extensions) switch
                {
                    VlanTag => Tag,
                    VlanTagPresent => TagPresent,
                    var other => throw new NotSupportedException($"no counterpart to the filter extension {other}"),
                });
                break;
            case Absolute:
                Emit(Move, Second, value: value);
                LoadPacket(into, from.Code & 0x18);
                break;
            case Indirect:
                Emit(MoveRegister, Second, X);
                Emit(Alu | Add, Second, value: value);
                LoadPacket(into, from.Code & 0x18);
                break;
            case HeaderLength:
                Emit(Move, Second, value: value);
                LoadPacket(into, Byte);
                Emit(Alu | And, into, value: 0xf);
                Emit(Alu | LeftShift, into, value: 2);
                break;
            default:
                throw new NotSupportedException($"no counterpart to the filter instruction 0x{from.Code:x2}");
        }
    }

    // The offset is in Second.
    private void LoadPacket(int into, int size)
    {
        int bytes = size == Byte ? 1 : size == Half ? 2 : 4;
        Emit(CopyWide, First, Packet);
        Emit(CopyWide, Third, Frame);
        Emit(AddWide, Third, value: Loaded);
        Emit(Move, Fourth, value: bytes);
        Emit(Call, value: LoadBytes);
        Branch(IfNotEqual, _end, Result);
        Emit(size == Byte ? LoadByte : size == Half ? LoadHalf : LoadFrame, into, Frame, Loaded);
        if (bytes > 1)
            Emit(Swap, into, value: bytes * 8);
    }

    private void Calculate(int operation, bool isRegister, int value)
    {
        if (!isRegister)
        {
            Emit(Alu | operation, A, value: operation == Negate ? 0 : value);
            return;
        }
        if (operation is Divide or Modulo)
            Branch(IfEqual, _end, X);
        // A shift by more bits than there are leaves none; this machine would take the count modulo 32.
        if (operation is LeftShift or RightShift)
        {
            Emit(Jump32 | IfAtMost, X, offset: 2, value: 31);
            Emit(Move, A);
            Emit(Always, offset: 1);
        }
        Emit(Alu | operation | ByRegister, A, X);
    }

    private void Branch(int operation, int target, int register = A, int source = 0, int value = 0)
    {
        _jumps.Add((_made.Count, target));
        Emit(Jump32 | operation, register, source, value: value);
    }

    private void Go(int target)
    {
        _jumps.Add((_made.Count, target));
        Emit(Always);
    }

    private void Emit(int code, int destination = 0, int source = 0, int offset = 0, int value = 0) =>
        _made.Add(new Instruction(code, destination, source, offset, value));

    // Scratch memory lies below the word that packets are loaded into. As libpcap emits it, none is read before it is written.
    private static int Place(int word) => Loaded - 4 * (word + 1);

    private Instruction[] WithJumps()
    {
        foreach (var (at, target) in _jumps)
        {
            int distance = _places[target] - at - 1;
            if (distance > short.MaxValue)
                throw new NotSupportedException("the filter is too long for one program");
            _made[at] = _made[at].To(distance);
        }
        return [.. _made];
    }
}
