using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Steffi;

/// <summary>The kinds of value that metadata holds.</summary>
public enum ValueKind : byte
{
    /// <summary>No value; also what a missing key reads as.</summary>
    Null,
    /// <summary>True or false.</summary>
    Bool,
    /// <summary>A signed 64-bit integer.</summary>
    Int,
    /// <summary>An IEEE 754 double.</summary>
    Double,
    /// <summary>Unicode text.</summary>
    String,
    /// <summary>An ordered list of values.</summary>
    List,
    /// <summary>A nested map, itself <see cref="Steffi.Metadata"/>.</summary>
    Map,
}

/// <summary>One metadata value: null, bool, 64-bit integer, double, string, list or map.</summary>
/// <remarks>Immutable and thread-safe; 16 bytes. Values convert implicitly from the C# types.</remarks>
public readonly struct MetadataValue : IEquatable<MetadataValue>
{
    private static readonly Tag BoolTag = new(ValueKind.Bool), IntTag = new(ValueKind.Int), DoubleTag = new(ValueKind.Double);
    private static readonly byte[] EmptyMap = [];

    private sealed record Tag(ValueKind Kind);

    private readonly object? _reference;   // one of the tags, a string, MetadataValue[] or byte[] (a packed map)
    private readonly long _bits;

    private MetadataValue(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>The null value, which <c>default</c> is too.</summary>
    public static MetadataValue Null => default;

    /// <summary>Which of the As methods answers.</summary>
    public ValueKind Kind => _reference switch
    {
        null => ValueKind.Null,
        string => ValueKind.String,
        Tag tag => tag.Kind,
        MetadataValue[] => ValueKind.List,
        _ => ValueKind.Map,
    };

    /// <summary>True for null, and so for what a missing key reads as.</summary>
    public bool IsNull => _reference is null;

    internal ReadOnlySpan<MetadataValue> Items => (MetadataValue[])_reference!;

    /// <summary>A bool.</summary>
    public static implicit operator MetadataValue(bool value) => new(BoolTag, value ? 1 : 0);

    /// <summary>An integer.</summary>
    public static implicit operator MetadataValue(int value) => new(IntTag, value);

    /// <summary>An integer.</summary>
    public static implicit operator MetadataValue(long value) => new(IntTag, value);

    /// <summary>A double; NaN and infinities are kept, though JSON shows them as null.</summary>
    public static implicit operator MetadataValue(double value) => new(DoubleTag, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A string, or null.</summary>
    public static implicit operator MetadataValue(string? value) => new(value);

    /// <summary>A nested map.</summary>
    public static implicit operator MetadataValue(Metadata value) => new(value.Bytes ?? EmptyMap);

    /// <summary>A list that takes the array over: do not change it afterwards.</summary>
    public static implicit operator MetadataValue(MetadataValue[] items) => new(items);

    /// <summary>A list of strings.</summary>
    public static implicit operator MetadataValue(string[] items) => new(Array.ConvertAll(items, item => (MetadataValue)item));

    /// <summary>A list that copies the items.</summary>
    public static MetadataValue List(IEnumerable<MetadataValue> items) => new(items.ToArray());

    /// <summary>The bool.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public bool AsBool() => ReferenceEquals(_reference, BoolTag) ? _bits != 0 : throw Not(ValueKind.Bool);

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public long AsInt() => ReferenceEquals(_reference, IntTag) ? _bits : throw Not(ValueKind.Int);

    /// <summary>The double, or the integer as a double.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public double AsDouble() =>
        ReferenceEquals(_reference, DoubleTag) ? BitConverter.Int64BitsToDouble(_bits) : ReferenceEquals(_reference, IntTag) ? _bits : throw Not(ValueKind.Double);

    /// <summary>The string.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public string AsString() => _reference as string ?? throw Not(ValueKind.String);

    /// <summary>The list.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public IReadOnlyList<MetadataValue> AsList() => _reference as MetadataValue[] ?? throw Not(ValueKind.List);

    /// <summary>The map.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public Metadata AsMap() => new(_reference as byte[] ?? throw Not(ValueKind.Map));

    private InvalidOperationException Not(ValueKind wanted) => new($"The value is of kind {Kind}, not {wanted}: {this}");

    /// <summary>Same kind and same value: the integer 1 and the double 1.0 differ.</summary>
    public bool Equals(MetadataValue other)
    {
        if (Kind != other.Kind)
            return false;
        return _reference switch
        {
            string text => text == (string)other._reference!,
            MetadataValue[] => Items.SequenceEqual(other.Items),
            byte[] => AsMap().Equals(other.AsMap()),
            _ => _bits == other._bits,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetadataValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        switch (_reference)
        {
            case string text: return text.GetHashCode();
            case byte[]: return AsMap().GetHashCode();
            case MetadataValue[] items:
                var hash = new HashCode();
                foreach (var item in items)
                    hash.Add(item);
                return hash.ToHashCode();
            default: return HashCode.Combine((byte)Kind, _bits);
        }
    }

    /// <summary>Same kind and same value.</summary>
    public static bool operator ==(MetadataValue left, MetadataValue right) => left.Equals(right);

    /// <summary>Another kind or another value.</summary>
    public static bool operator !=(MetadataValue left, MetadataValue right) => !left.Equals(right);

    /// <summary>A string bare, everything else as JSON.</summary>
    public override string ToString() => _reference switch
    {
        string text => text,
        _ when Kind == ValueKind.Int => _bits.ToString(CultureInfo.InvariantCulture),
        _ => MetadataJson.Text(this),
    };

    /// <summary>Writes the value as JSON; the keys of maps in ordinal order.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case ValueKind.Null: writer.WriteNullValue(); break;
            case ValueKind.Bool: writer.WriteBooleanValue(_bits != 0); break;
            case ValueKind.Int: writer.WriteNumberValue(_bits); break;
            case ValueKind.Double:
                double number = BitConverter.Int64BitsToDouble(_bits);
                if (double.IsFinite(number))
                    writer.WriteNumberValue(number);
                else
                    writer.WriteNullValue();
                break;
            case ValueKind.String: writer.WriteStringValue((string)_reference!); break;
            case ValueKind.Map: AsMap().WriteTo(writer); break;
            default:
                writer.WriteStartArray();
                foreach (var item in Items)
                    item.WriteTo(writer);
                writer.WriteEndArray();
                break;
        }
    }

    /// <summary>From JSON: a number without fraction and exponent that fits 64 bits is an integer, every other number a double.</summary>
    /// <exception cref="ArgumentException">It is nested deeper than 64 levels.</exception>
    public static MetadataValue FromJson(JsonElement json) => FromJson(json, 0);

    internal static MetadataValue FromJson(JsonElement json, int depth)
    {
        Nesting.Check(depth);
        switch (json.ValueKind)
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Number: return json.TryGetInt64(out long integer) ? (MetadataValue)integer : json.GetDouble();
            case JsonValueKind.String: return json.GetString();
            case JsonValueKind.Object: return Metadata.FromJson(json, depth);
            case JsonValueKind.Array:
                var items = new MetadataValue[json.GetArrayLength()];
                int at = 0;
                foreach (var item in json.EnumerateArray())
                    items[at++] = FromJson(item, depth + 1);
                return items;
            default: return default;
        }
    }
}

/// <summary>Metadata as compact JSON text, for people to read.</summary>
internal static class MetadataJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(MetadataValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
