using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Steffi;

/// <summary>Reads packed metadata in place: a count, then for each key in the order of the key numbers the number and the value.</summary>
/// <remarks>Hot: once an element and predicate in every query (benchmark: QueryBenchmarks). The bytes come from <see cref="PackedWriter"/> alone.</remarks>
internal static class Packed
{
    /// <returns>The position of the value, or -1.</returns>
    public static int Find(ReadOnlySpan<byte> map, int keyId)
    {
        if (map.IsEmpty)
            return -1;
        int at = 0;
        int count = (int)VarInt(map, ref at);
        for (int i = 0; i < count; i++)
        {
            int key = (int)VarInt(map, ref at);
            if (key >= keyId)
                return key == keyId ? at : -1;
            Skip(map, ref at);
        }
        return -1;
    }

    /// <summary>The map whose tag stands at the position.</summary>
    public static ReadOnlySpan<byte> MapAt(ReadOnlySpan<byte> bytes, int at)
    {
        at++;
        int length = (int)VarInt(bytes, ref at);
        return bytes.Slice(at, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong VarInt(ReadOnlySpan<byte> bytes, ref int at)
    {
        byte first = bytes[at++];
        return first < 0x80 ? first : VarIntRest(bytes, ref at, first);
    }

    private static ulong VarIntRest(ReadOnlySpan<byte> bytes, ref int at, byte first)
    {
        ulong value = (ulong)(first & 0x7F);
        for (int shift = 7; shift < 64; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException($"A number at offset {at} has no end.");
    }

    public static void Skip(ReadOnlySpan<byte> bytes, ref int at)
    {
        byte tag = bytes[at++];
        if (tag >= PackedTag.ShortString)
            at += tag & 0x7F;
        else if (tag < PackedTag.SmallInt)
            SkipLong(bytes, ref at, tag);
    }

    private static void SkipLong(ReadOnlySpan<byte> bytes, ref int at, byte tag)
    {
        switch (tag)
        {
            case PackedTag.Null or PackedTag.False or PackedTag.True: break;
            case PackedTag.Int: VarInt(bytes, ref at); break;
            case PackedTag.Double: at += 8; break;
            case PackedTag.String or PackedTag.List or PackedTag.Map:
                int length = (int)VarInt(bytes, ref at);
                at += length;
                break;
            case PackedTag.Mac: at += 6; break;
            case PackedTag.Uuid: at += 16; break;
            case PackedTag.IPv4: at += 4; break;
            case PackedTag.IPv4Prefix: at += 5; break;
            case PackedTag.Word: at++; break;
            default: throw new InvalidDataException($"Unknown value tag {tag} at offset {at - 1}.");
        }
    }

    public static MetadataValue Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        byte tag = bytes[at];
        if (IsText(bytes[at..]))
            return ReadString(bytes, ref at);
        at++;
        if (tag >= PackedTag.SmallInt)
            return (long)(tag & 0x3F);
        switch (tag)
        {
            case PackedTag.Null: return default;
            case PackedTag.False: return false;
            case PackedTag.True: return true;
            case PackedTag.Int:
                ulong zigzag = VarInt(bytes, ref at);
                return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
            case PackedTag.Double:
                at += 8;
                return BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes[(at - 8)..]));
            case PackedTag.List:
                VarInt(bytes, ref at);
                var items = new MetadataValue[(int)VarInt(bytes, ref at)];
                for (int i = 0; i < items.Length; i++)
                    items[i] = Read(bytes, ref at);
                return items;
            case PackedTag.Map:
                int length = (int)VarInt(bytes, ref at);
                at += length;
                return new Metadata(bytes.Slice(at - length, length).ToArray());
            default: throw new InvalidDataException($"Unknown value tag {tag} at offset {at - 1}.");
        }
    }

    public static bool IsText(ReadOnlySpan<byte> value) =>
        value[0] is >= PackedTag.ShortString or PackedTag.String or (>= PackedTag.Mac and <= PackedTag.Word);

    private static string ReadString(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes[at] >= PackedTag.ShortString)
        {
            int length = bytes[at] & 0x7F;
            at += 1 + length;
            return Encoding.UTF8.GetString(bytes.Slice(at - length, length));
        }
        if (bytes[at] == PackedTag.Word)
        {
            at += 2;
            return bytes[at - 1] < WordTable.Count ? WordTable.TextOf(bytes[at - 1]) : throw new InvalidDataException($"Unknown word {bytes[at - 1]} at offset {at - 1}.");
        }
        if (bytes[at] == PackedTag.String)
        {
            at++;
            int length = (int)VarInt(bytes, ref at);
            at += length;
            return Encoding.UTF8.GetString(bytes.Slice(at - length, length));
        }
        Span<char> text = stackalloc char[40];
        int written = ReadAddress(bytes[at..], text, out int used);
        at += used;
        return new string(text[..written]);
    }

    /// <summary>Text of the value at <paramref name="at"/> without an allocation.</summary>
    /// <returns>False when it is no string, or longer than the target.</returns>
    public static bool TryReadText(ReadOnlySpan<byte> bytes, int at, Span<char> target, out int written)
    {
        written = 0;
        byte tag = bytes[at];
        if (tag >= PackedTag.ShortString)
            return Encoding.UTF8.TryGetChars(bytes.Slice(at + 1, tag & 0x7F), target, out written);
        if (tag == PackedTag.String)
        {
            at++;
            int length = (int)VarInt(bytes, ref at);
            return Encoding.UTF8.TryGetChars(bytes.Slice(at, length), target, out written);
        }
        if (tag == PackedTag.Word)
        {
            string word = WordTable.TextOf(bytes[at + 1]);
            written = word.Length;
            return word.TryCopyTo(target);
        }
        if (tag is < PackedTag.Mac or > PackedTag.IPv4Prefix || target.Length < 40)
            return false;
        written = ReadAddress(bytes[at..], target, out _);
        return true;
    }

    private static int ReadAddress(ReadOnlySpan<byte> bytes, Span<char> target, out int used)
    {
        used = bytes[0] switch { PackedTag.Mac => 7, PackedTag.Uuid => 17, PackedTag.IPv4 => 5, _ => 6 };
        var address = bytes[1..used];
        return bytes[0] switch
        {
            PackedTag.Mac => AddressText.WriteMac(address, target),
            PackedTag.Uuid => AddressText.WriteUuid(address, target),
            _ => AddressText.WriteIPv4(address, target),
        };
    }
}
