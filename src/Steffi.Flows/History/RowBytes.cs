using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Steffi.Flows;

/// <summary>How a text is written: each takes the shortest form that gives exactly it again.</summary>
internal enum TextForm : byte
{
    Null,
    Id,
    Mac,
    IPv4,
    IPv6,
    Word,
    Utf8,
}

/// <summary>Writes a row: numbers as LEB128, texts in their shortest form. Used again; not thread-safe.</summary>
internal sealed class RowWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Byte(byte value) => Bytes([value]);

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void VarInt(ulong value)
    {
        var span = _bytes.GetSpan(10);
        int at = 0;
        for (; value >= 0x80; value >>= 7) span[at++] = (byte)(value | 0x80);
        span[at++] = (byte)value;
        _bytes.Advance(at);
    }

    /// <summary>Small numbers of either sign are short.</summary>
    public void Signed(long value) => VarInt((ulong)((value << 1) ^ (value >> 63)));

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    /// <param name="text">Any.</param>
    /// <param name="words">Numbers for texts that come again and again; null for others.</param>
    public void Text(string? text, WordList? words = null)
    {
        if (text is null) Byte((byte)TextForm.Null);
        else if (words is not null && words.TryNumber(text, out int word))
        {
            Byte((byte)TextForm.Word);
            VarInt((ulong)word);
        }
        else if (!TryId(text) && !TryMac(text) && !TryAddress(text))
        {
            Byte((byte)TextForm.Utf8);
            var bytes = Encoding.UTF8.GetBytes(text);
            VarInt((ulong)bytes.Length);
            Bytes(bytes);
        }
    }

    private bool TryId(string text)
    {
        if (text.Length != 16 || text.AsSpan().ContainsAnyExcept("0123456789abcdef")) return false;
        Byte((byte)TextForm.Id);
        Int64((long)ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    private bool TryMac(string text)
    {
        if (text.Length != 17) return false;
        Span<byte> mac = stackalloc byte[6];
        for (int i = 0; i < 6; i++)
        {
            var digits = text.AsSpan(i * 3, 2);
            if ((i < 5 && text[i * 3 + 2] != ':') || digits.ContainsAnyExcept("0123456789abcdef")) return false;
            mac[i] = byte.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        Byte((byte)TextForm.Mac);
        Bytes(mac);
        return true;
    }

    private bool TryAddress(string text)
    {
        if (text.Length is < 2 or > 45 || !IPAddress.TryParse(text, out var address)) return false;
        Span<char> plain = stackalloc char[64];
        if (!address.TryFormat(plain, out int length) || !text.AsSpan().SequenceEqual(plain[..length])) return false;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int written);
        // A zone has no room in the bytes.
        if (written == 16 && address.ScopeId != 0) return false;
        Byte((byte)(written == 4 ? TextForm.IPv4 : TextForm.IPv6));
        Bytes(bytes[..written]);
        return true;
    }
}

/// <summary>Reads what <see cref="RowWriter"/> wrote. Bytes that are something else end in an exception that <see cref="FlowRow"/> turns into a StoreCorruptException.</summary>
internal ref struct RowReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; }

    public readonly bool IsAtEnd => Offset >= _bytes.Length;

    public byte Byte() => _bytes[Offset++];

    public ReadOnlySpan<byte> Bytes(int count)
    {
        var span = _bytes.Slice(Offset, count);
        Offset += count;
        return span;
    }

    public ulong VarInt()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("a number has no end");
    }

    public long Signed()
    {
        ulong value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public string? Text(WordList words)
    {
        var form = (TextForm)Byte();
        switch (form)
        {
            case TextForm.Null: return null;
            case TextForm.Id: return ((ulong)Int64()).ToString("x16", CultureInfo.InvariantCulture);
            case TextForm.Mac: return MacText(Bytes(6));
            case TextForm.IPv4: return new IPAddress(Bytes(4)).ToString();
            case TextForm.IPv6: return new IPAddress(Bytes(16)).ToString();
            case TextForm.Word: return words[(int)Math.Min(VarInt(), int.MaxValue)];
            case TextForm.Utf8: return Encoding.UTF8.GetString(Bytes(Count()));
            default: throw new InvalidDataException($"text form {(byte)form} is unknown");
        }
    }

    /// <summary>A number of things of which each takes a byte at least.</summary>
    public int Count()
    {
        ulong count = VarInt();
        return count <= (ulong)(_bytes.Length - Offset) ? (int)count : throw new InvalidDataException($"{count} items do not fit");
    }

    private static string MacText(ReadOnlySpan<byte> mac)
    {
        Span<char> text = stackalloc char[17];
        text.Fill(':');
        for (int i = 0; i < 6; i++) mac[i].TryFormat(text[(i * 3)..], out _, "x2", CultureInfo.InvariantCulture);
        return new string(text);
    }
}
