using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Steffi;

/// <summary>Appends packed values to a growing buffer that its thread keeps for the next time.</summary>
/// <remarks>Hot: once a value on every write (benchmark: WriteBenchmarks).</remarks>
internal sealed class PackedWriter
{
    private const int MostSpares = 8;

    // Several: while one is filled, the value that goes into it next is made in another.
    [ThreadStatic]
    private static PackedWriter? _spare;

    private byte[] _buffer = new byte[512];
    private int _length;
    private PackedWriter? _below;   // the next spare
    private int _spares;            // how many, with this one

    public static PackedWriter Rent()
    {
        if (_spare is not { } writer)
            return new PackedWriter();
        _spare = writer._below;
        writer._below = null;
        writer._length = 0;
        return writer;
    }

    public void Return()
    {
        _spares = (_spare?._spares ?? 0) + 1;
        if (_buffer.Length > 1 << 20 || _spares > MostSpares)
            return;
        _below = _spare;
        _spare = this;
    }

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Truncate(int length) => _length = length;

    /// <summary>What was written, behind a number.</summary>
    public byte[] WithCount(int count)
    {
        int header = 1;
        for (int rest = count >> 7; rest != 0; rest >>= 7)
            header++;
        var bytes = GC.AllocateUninitializedArray<byte>(header + _length);
        Written.CopyTo(bytes.AsSpan(header));
        for (int i = 0; i < header; i++, count >>= 7)
            bytes[i] = (byte)(count & 0x7F | (i < header - 1 ? 0x80 : 0));
        return bytes;
    }

    /// <summary>Moves what stands from <paramref name="tail"/> on to <paramref name="start"/>, in place of the bytes up to <paramref name="end"/>.</summary>
    public void MoveTail(int tail, int start, int end)
    {
        int moved = _length - tail;
        Ensure(moved);
        // All behind the gap makes room first, the tail with it; then the tail is copied into the room.
        var bytes = _buffer.AsSpan();
        bytes[end.._length].CopyTo(bytes[(start + moved)..]);
        int kept = start + moved + (tail - end);
        bytes.Slice(kept, moved).CopyTo(bytes[start..]);
        _length = kept;
    }

    public void Byte(byte value)
    {
        Ensure(1);
        _buffer[_length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void VarInt(ulong value)
    {
        if (value < 0x80)
            Byte((byte)value);
        else
            LongVarInt(value);
    }

    private void LongVarInt(ulong value)
    {
        Ensure(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _buffer[_length++] = (byte)value;
    }

    public void Int64(long value)
    {
        Ensure(8);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    /// <param name="value">Of any kind.</param>
    /// <param name="depth">At which it stands; 0 where the writer is not told, and who builds the map has checked.</param>
    /// <exception cref="ArgumentException">It is nested too deep for that.</exception>
    public void Value(in MetadataValue value, int depth = 0)
    {
        switch (value.Kind)
        {
            case ValueKind.Null: Byte(PackedTag.Null); break;
            case ValueKind.Bool: Byte(value.AsBool() ? PackedTag.True : PackedTag.False); break;
            case ValueKind.Int: Int(value.AsInt()); break;
            case ValueKind.Double:
                Byte(PackedTag.Double);
                Int64(BitConverter.DoubleToInt64Bits(value.AsDouble()));
                break;
            case ValueKind.String: String(value.AsString()); break;
            case ValueKind.List: List(value.Items, depth); break;
            default:
                Byte(PackedTag.Map);
                var map = value.AsMap().Packed;
                Nesting.Check(map, depth);
                VarInt((ulong)map.Length);
                Bytes(map);
                break;
        }
    }

    public void Int(long value)
    {
        if ((ulong)value < 64)
        {
            Byte((byte)(PackedTag.SmallInt | (int)value));
            return;
        }
        Byte(PackedTag.Int);
        VarInt((ulong)((value << 1) ^ (value >> 63)));
    }

    public void String(string text)
    {
        Ensure(text.Length * 3 + 11);
        if (TryAddress(text))
            return;
        if (WordTable.TryFind(text, out byte word))
        {
            _buffer[_length++] = PackedTag.Word;
            _buffer[_length++] = word;
            return;
        }
        // One pass for the usual short text: write behind a one-byte header, and again only if it turns out long.
        if (Ascii.FromUtf16(text, _buffer.AsSpan(_length + 1), out int bytes) != OperationStatus.Done)
            bytes = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length + 1));
        if (bytes < 128)
        {
            _buffer[_length] = (byte)(PackedTag.ShortString | bytes);
            _length += 1 + bytes;
            return;
        }
        _buffer[_length++] = PackedTag.String;
        VarInt((ulong)bytes);
        Ensure(bytes);
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    private bool TryAddress(string text)
    {
        var target = _buffer.AsSpan(_length);
        if (text.Length == 17 && text[2] == ':' && AddressText.TryMac(text, target[1..]))
        {
            target[0] = PackedTag.Mac;
            _length += 7;
            return true;
        }
        if (text.Length == 36 && text[8] == '-' && AddressText.TryUuid(text, target[1..]))
        {
            target[0] = PackedTag.Uuid;
            _length += 17;
            return true;
        }
        if (text.Length is >= 7 and <= 18 && char.IsAsciiDigit(text[0]) && AddressText.TryIPv4(text, target[1..], out bool prefix))
        {
            target[0] = prefix ? PackedTag.IPv4Prefix : PackedTag.IPv4;
            _length += prefix ? 6 : 5;
            return true;
        }
        return false;
    }

    private void List(ReadOnlySpan<MetadataValue> items, int depth)
    {
        Byte(PackedTag.List);
        int start = _length;
        VarInt((ulong)items.Length);
        foreach (ref readonly var item in items)
        {
            Nesting.Check(depth + 1);
            Value(item, depth + 1);
        }
        PrefixLength(start);
    }

    /// <summary>Puts the length of what stands from <paramref name="start"/> on in front of it.</summary>
    public void PrefixLength(int start)
    {
        int length = _length - start;
        int prefix = 1;
        for (int rest = length >> 7; rest != 0; rest >>= 7)
            prefix++;
        Ensure(prefix);
        _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + prefix));
        _length = start;
        VarInt((ulong)length);
        _length = start + prefix + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int more)
    {
        if (_buffer.Length - _length < more)
            Grow(more);
    }

    private void Grow(int more) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_length + more)));
}
