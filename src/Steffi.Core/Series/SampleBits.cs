using System.Buffers.Binary;
using System.Numerics;

namespace Steffi;

/// <summary>Writes signed numbers to a bit stream: one bit for zero, few for small ones.</summary>
/// <remarks>The classes are those of time series stores (Pelkonen et al., "Gorilla", VLDB 2015, §4.1.1), widened for byte counters.
/// Bytes that are written only ever gain bits, so a reader of earlier bits is not disturbed.</remarks>
internal struct SampleBitWriter
{
    private int _position;   // in bits

    public byte[] Bytes { get; private set; }

    public SampleBitWriter(int capacity) => Bytes = new byte[capacity];

    public readonly int Length => (_position + 7) / 8;

    public void Write(long value)
    {
        ulong folded = (ulong)(value << 1) ^ (ulong)(value >> 63);   // the sign goes to the lowest bit
        int width = 64 - BitOperations.LeadingZeroCount(folded);
        int kind = width switch { 0 => 0, <= 6 => 1, <= 13 => 2, <= 20 => 3, <= 30 => 4, _ => 5 };
        Reserve();
        switch (kind)
        {
            case 0: Append(0, 1); break;
            case 5: Append(0b11111, 5); Append(folded, 64); break;
            default: Append((1UL << (kind + 1)) - 2, kind + 1); Append(folded, SampleBits.Width(kind)); break;
        }
    }

    // Room for the longest number, in a new array: readers of the old one keep theirs.
    private void Reserve()
    {
        if (_position + 72 <= Bytes.Length * 8)
            return;
        var larger = new byte[Math.Max(Bytes.Length * 2, 16)];
        Bytes.CopyTo(larger, 0);
        Bytes = larger;
    }

    private void Append(ulong value, int bits)
    {
        // A word at a time; Reserve saw to its eight bytes. The last bits of 64 that do not begin with a byte go to a ninth.
        int used = _position & 7;
        var word = Bytes.AsSpan(_position >> 3);
        ulong aligned = value << (64 - bits);
        BinaryPrimitives.WriteUInt64BigEndian(word, BinaryPrimitives.ReadUInt64BigEndian(word) | aligned >> used);
        if (used + bits > 64)
            word[8] |= (byte)(aligned << (64 - used) >> 56);
        _position += bits;
    }
}

/// <summary>Reads what <see cref="SampleBitWriter"/> wrote.</summary>
internal ref struct SampleBitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public long Read()
    {
        int kind = 0;
        while (kind < 5 && Take(1) == 1)
            kind++;
        ulong folded = kind == 0 ? 0 : Take(SampleBits.Width(kind));
        return (long)(folded >> 1) ^ -(long)(folded & 1);
    }

    private ulong Take(int bits)
    {
        ulong value = 0;
        while (bits > 0)
        {
            int room = 8 - (_position & 7), take = Math.Min(room, bits);
            uint part = ((uint)_bytes[_position >> 3] >> (room - take)) & ((1u << take) - 1);
            value = (value << take) | part;
            _position += take;
            bits -= take;
        }
        return value;
    }
}

internal static class SampleBits
{
    /// <summary>Bits of a number of the class that so many ones announce.</summary>
    public static int Width(int kind) => kind switch { 1 => 6, 2 => 13, 3 => 20, 4 => 30, _ => 64 };
}
