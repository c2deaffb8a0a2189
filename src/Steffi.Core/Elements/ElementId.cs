using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Steffi;

/// <summary>The identity of a node or an edge: any text. A UUID in lower case is held in 16 bytes without the text.</summary>
/// <remarks>Compared exactly, so that an upper-case UUID is another id.</remarks>
public readonly struct ElementId : IEquatable<ElementId>, IComparable<ElementId>
{
    private readonly ulong _high, _low;   // the UUID's bytes in the order of its text, while there is no text
    private readonly string? _text;

    private ElementId(ulong high, ulong low)
    {
        _high = high;
        _low = low;
    }

    private ElementId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> bytes = stackalloc byte[16];
        if (text.Length == 36 && AddressText.TryUuid(text, bytes))
        {
            _high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
            _low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
            if ((_high | _low) != 0)
                return;
        }
        _text = text.Length == 0 ? null : text;
    }

    /// <summary>A random UUID (version 4).</summary>
    public static ElementId New() => Guid.NewGuid();

    /// <summary>The UUID (version 5, RFC 9562) of the parts: the same parts give the same id on every machine.</summary>
    public static ElementId FromName(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder("steffi");
        foreach (string part in parts)
            text.Append('\0').Append(part);
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        hash[6] = (byte)(hash[6] & 0x0F | 0x50);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new ElementId(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }

    /// <summary>The id of a text.</summary>
    public static implicit operator ElementId(string text) => new(text);

    /// <summary>The id of a UUID.</summary>
    public static implicit operator ElementId(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return new ElementId(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>True for <c>default</c> and the empty text: no element has it.</summary>
    public bool IsEmpty => _text is null && (_high | _low) == 0;

    /// <summary>The UUID behind the id.</summary>
    /// <returns>False when the id is another text.</returns>
    internal bool TryGetUuid(out ulong high, out ulong low)
    {
        (high, low) = (_high, _low);
        return _text is null;
    }

    internal static ElementId FromUuid(ulong high, ulong low) => new(high, low);

    /// <summary>The same text.</summary>
    public bool Equals(ElementId other) => _high == other._high && _low == other._low && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ElementId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _text is null ? (int)PackedHash.Fold(_high ^ 0x9E3779B97F4A7C15, _low ^ 0xD6E8FEB86659FD93) : _text.GetHashCode();

    /// <summary>Ordinal order of the texts.</summary>
    public int CompareTo(ElementId other)
    {
        if (_text is null && other._text is null)
            return _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);
        return string.CompareOrdinal(ToString(), other.ToString());
    }

    /// <summary>The text.</summary>
    public override string ToString()
    {
        if (_text is not null)
            return _text;
        if (IsEmpty)
            return "";
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
        Span<char> text = stackalloc char[36];
        AddressText.WriteUuid(bytes, text);
        return new string(text);
    }

    /// <summary>The same text.</summary>
    public static bool operator ==(ElementId left, ElementId right) => left.Equals(right);

    /// <summary>Another text.</summary>
    public static bool operator !=(ElementId left, ElementId right) => !left.Equals(right);
}
