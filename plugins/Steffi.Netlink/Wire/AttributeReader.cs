using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Steffi.Netlink;

/// <summary>
/// Walks the attributes (struct rtattr: length, type, value, padded to 4) of one message. Getters never throw: a value of the
/// wrong length gives zero and sets the first error, so decoding reads straight and is judged once at its end.
/// </summary>
internal ref struct AttributeReader(ReadOnlySpan<byte> bytes, ref DecodeError error)
{
    // NLA_F_NESTED and NLA_F_NET_BYTEORDER share the type field.
    private const ushort TypeMask = 0x3fff;
    private const int HeaderLength = 4;

    private readonly ref DecodeError _error = ref error;
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        if (_rest.Length < HeaderLength)
            return false;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        Type = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(_rest[2..]) & TypeMask);
        if (length < HeaderLength || length > _rest.Length)
        {
            _error.Set(DecodeFault.AttributeLength, Type, length);
            _rest = default;
            return false;
        }
        Value = _rest[HeaderLength..length];
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }

    public readonly AttributeReader Nested() => new(Value, ref _error);

    public readonly byte U8() => Expect(1) ? Value[0] : (byte)0;

    public readonly ushort U16() => Expect(2) ? BinaryPrimitives.ReadUInt16LittleEndian(Value) : (ushort)0;

    public readonly ushort U16Network() => Expect(2) ? BinaryPrimitives.ReadUInt16BigEndian(Value) : (ushort)0;

    public readonly uint U32() => Expect(4) ? BinaryPrimitives.ReadUInt32LittleEndian(Value) : 0;

    public readonly uint U32Network() => Expect(4) ? BinaryPrimitives.ReadUInt32BigEndian(Value) : 0;

    public readonly int S32() => (int)U32();

    public readonly ulong U64() => Expect(8) ? BinaryPrimitives.ReadUInt64LittleEndian(Value) : 0;

    /// <summary>Text up to the first NUL; the kernel's names are bytes, so what is not UTF-8 becomes U+FFFD.</summary>
    public readonly string Text()
    {
        int end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }

    /// <summary>A link-layer address as aa:bb:cc:dd:ee:ff; empty for an empty value. GRE and IPIP links carry IP addresses here.</summary>
    public readonly string HardwareAddress()
    {
        if (Value.Length > 32)   // MAX_ADDR_LEN
        {
            _error.Set(DecodeFault.ValueLength, Type, Value.Length);
            return "";
        }
        return string.Create(Math.Max(0, Value.Length * 3 - 1), Value, static (text, bytes) =>
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (i > 0)
                    text[i * 3 - 1] = ':';
                text[i * 3] = Hex(bytes[i] >> 4);
                text[i * 3 + 1] = Hex(bytes[i] & 15);
            }
        });
    }

    /// <summary>An IPv4 or IPv6 address by its length; null (and an error) for any other length.</summary>
    public readonly IPAddress? Address()
    {
        if (Value.Length is 4 or 16)
            return new IPAddress(Value);
        _error.Set(DecodeFault.ValueLength, Type, Value.Length);
        return null;
    }

    private static char Hex(int digit) => (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    private readonly bool Expect(int length)
    {
        if (Value.Length == length)
            return true;
        _error.Set(DecodeFault.ValueLength, Type, Value.Length);
        return false;
    }
}
