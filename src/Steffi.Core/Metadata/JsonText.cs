using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Steffi;

/// <summary>JSON text straight from packed bytes, in a buffer that its thread keeps: what a Utf8JsonWriter then takes as a raw value.</summary>
/// <remarks>Hot (figure: queries, JSON): no string is made, and each key comes as bytes that were quoted once.</remarks>
internal sealed class JsonText(JavaScriptEncoder encoder)
{
    private const int MostOnStack = 32;

    [ThreadStatic]
    private static JsonText? _spare;

    private readonly JavaScriptEncoder _encoder = encoder;
    private byte[] _bytes = new byte[4096];
    private int _length;
    private Provenance? _lastProvenance;
    private byte[] _provenanceText = [];

    public static JsonText Rent(JavaScriptEncoder? encoder)
    {
        encoder ??= JavaScriptEncoder.Default;
        var text = _spare is { } spare && spare._encoder == encoder ? spare : new JsonText(encoder);
        _spare = null;
        text._length = 0;
        return text;
    }

    public void Return()
    {
        if (_bytes.Length <= 1 << 20)
            _spare = this;
    }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        _length += json.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out int written);
        _length += written;
    }

    public void Id(ElementId id)
    {
        if (!id.TryGetUuid(out ulong high, out ulong low) || id.IsEmpty)
        {
            Text(Encoding.UTF8.GetBytes(id.ToString()));
            return;
        }
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        Uuid(bytes);
    }

    /// <summary>The members Host and Origin: mostly those of the element before.</summary>
    public void Provenance(Provenance provenance)
    {
        if (provenance != _lastProvenance)
        {
            int start = _length;
            Raw("\"Host\":"u8);
            Text(Encoding.UTF8.GetBytes(provenance.Host));
            Raw(",\"Origin\":"u8);
            Text(Encoding.UTF8.GetBytes(provenance.Origin));
            _provenanceText = Written[start..].ToArray();
            _lastProvenance = provenance;
            return;
        }
        Raw(_provenanceText);
    }

    /// <summary>A packed map, its keys in ordinal order.</summary>
    [SkipLocalsInit]
    public void Map(ReadOnlySpan<byte> map)
    {
        int at = 0;
        int count = map.IsEmpty ? 0 : (int)Packed.VarInt(map, ref at);
        Span<Member> members = count <= MostOnStack ? stackalloc Member[MostOnStack] : new Member[count];
        members = members[..count];
        for (int i = 0; i < count; i++)
        {
            int key = (int)Packed.VarInt(map, ref at);
            members[i] = new(KeyTable.Of(key).Start, key, at);
            Packed.Skip(map, ref at);
        }
        Sort(members);
        Raw("{"u8);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                Raw(","u8);
            var key = KeyTable.Of(members[i].Key);
            if (key.Json is { } json)
            {
                Raw(json);
            }
            else
            {
                Text(Encoding.UTF8.GetBytes(key.Name));
                Raw(":"u8);
            }
            at = members[i].At;
            Value(map, ref at);
        }
        Raw("}"u8);
    }

    private readonly record struct Member(ulong Start, int Key, int At)
    {
        public bool ComesBefore(in Member other) => Start != other.Start
            ? Start < other.Start
            : string.CompareOrdinal(KeyTable.NameOf(Key), KeyTable.NameOf(other.Key)) < 0;
    }

    private static void Sort(Span<Member> members)
    {
        if (members.Length > MostOnStack)
        {
            members.Sort(static (a, b) => a.Key == b.Key ? 0 : a.ComesBefore(b) ? -1 : 1);
            return;
        }
        for (int i = 1; i < members.Length; i++)
        {
            var moving = members[i];
            int to = i;
            for (; to > 0 && moving.ComesBefore(members[to - 1]); to--)
                members[to] = members[to - 1];
            members[to] = moving;
        }
    }

    /// <summary>A packed value.</summary>
    public void Value(ReadOnlySpan<byte> bytes, ref int at)
    {
        byte tag = bytes[at];
        if (tag >= PackedTag.ShortString)
        {
            int length = tag & 0x7F;
            Text(bytes.Slice(at + 1, length));
            at += 1 + length;
            return;
        }
        if (tag >= PackedTag.SmallInt)
        {
            Number(tag & 0x3F);
            at++;
            return;
        }
        LongValue(bytes, ref at, tag);
    }

    private void LongValue(ReadOnlySpan<byte> bytes, ref int at, byte tag)
    {
        switch (tag)
        {
            case PackedTag.List:
                at++;
                Packed.VarInt(bytes, ref at);
                int count = (int)Packed.VarInt(bytes, ref at);
                Raw("["u8);
                for (int i = 0; i < count; i++)
                {
                    if (i > 0)
                        Raw(","u8);
                    Value(bytes, ref at);
                }
                Raw("]"u8);
                break;
            case PackedTag.Map:
                at++;
                int length = (int)Packed.VarInt(bytes, ref at);
                Map(bytes.Slice(at, length));
                at += length;
                break;
            case PackedTag.Uuid:
                Uuid(bytes.Slice(at + 1, 16));
                at += 17;
                break;
            case PackedTag.String:
                at++;
                length = (int)Packed.VarInt(bytes, ref at);
                Text(bytes.Slice(at, length));
                at += length;
                break;
            case PackedTag.Mac or PackedTag.IPv4 or PackedTag.IPv4Prefix or PackedTag.Word:
                Span<char> text = stackalloc char[40];
                Packed.TryReadText(bytes, at, text, out int written);
                Packed.Skip(bytes, ref at);
                Plain(text[..written]);
                break;
            default:
                Scalar(Packed.Read(bytes, ref at));
                break;
        }
    }

    private void Scalar(MetadataValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Bool: Raw(value.AsBool() ? "true"u8 : "false"u8); break;
            case ValueKind.Int: Number(value.AsInt()); break;
            case ValueKind.Double when double.IsFinite(value.AsDouble()):
                Utf8Formatter.TryFormat(value.AsDouble(), Room(128), out int written);
                _length += written;
                break;
            default: Raw("null"u8); break;
        }
    }

    /// <summary>Characters that no encoder escapes.</summary>
    private void Plain(ReadOnlySpan<char> text)
    {
        var target = Room(text.Length + 2);
        target[0] = (byte)'"';
        for (int i = 0; i < text.Length; i++)
            target[i + 1] = (byte)text[i];
        target[text.Length + 1] = (byte)'"';
        _length += text.Length + 2;
    }

    private void Uuid(ReadOnlySpan<byte> bytes)
    {
        var target = Room(38);
        target[0] = target[37] = (byte)'"';
        new Guid(bytes, bigEndian: true).TryFormat(target[1..], out _);
        _length += 38;
    }

    private void Text(ReadOnlySpan<byte> utf8)
    {
        // Twelve bytes for a byte is the most that any escape takes.
        int plain = utf8.IsEmpty ? -1 : _encoder.FindFirstCharacterToEncodeUtf8(utf8);
        var target = Room(plain < 0 ? utf8.Length + 2 : utf8.Length * 12 + 2);
        target[0] = (byte)'"';
        int written = utf8.Length;
        if (plain < 0)
            utf8.CopyTo(target[1..]);
        else
            _encoder.EncodeUtf8(utf8, target[1..], out _, out written);
        target[written + 1] = (byte)'"';
        _length += written + 2;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_length + length)));
        return _bytes.AsSpan(_length);
    }
}
