using System.Globalization;

namespace Steffi.Gremlin;

/// <summary>A 64-bit integer or a double; the two compare exactly, never by rounding one to the other's type.</summary>
internal readonly struct Number
{
    private readonly bool _isInteger;
    private readonly long _integer;
    private readonly double _double;

    public Number(long value) => (_isInteger, _integer) = (true, value);

    public Number(double value)
    {
        // A double of integral value is kept as an integer, so that 1.0 and 1 are one.
        if (value is >= -9223372036854775808.0 and < 9223372036854775808.0 && Math.Truncate(value) == value)
            (_isInteger, _integer) = (true, (long)value);
        else
            _double = value;
    }

    public bool IsZeroOrOne => _isInteger && _integer is 0 or 1;

    /// <summary>As an integer, the fraction cut off; false when it is too large.</summary>
    public bool TryTruncate(out long value)
    {
        value = _integer;
        if (_isInteger) return true;
        if (!(Math.Abs(_double) < 9223372036854775808.0)) return false;
        value = (long)_double;
        return true;
    }

    public MetadataValue ToValue() => _isInteger ? _integer : _double;

    public int CompareTo(Number other)
    {
        if (_isInteger && other._isInteger) return _integer.CompareTo(other._integer);
        if (!_isInteger && !other._isInteger) return _double.CompareTo(other._double);
        return _isInteger ? -CompareDouble(other._double, _integer) : CompareDouble(_double, other._integer);
    }

    public bool Equals(Number other) => _isInteger == other._isInteger && (_isInteger ? _integer == other._integer : _double.Equals(other._double));

    public override string ToString() =>
        _isInteger ? _integer.ToString(CultureInfo.InvariantCulture) : _double.ToString(CultureInfo.InvariantCulture);

    /// <summary>Numbers, and as in Skydive bools (1 and 0) and strings that are numbers.</summary>
    public static bool TryRead(MetadataValue value, out Number number)
    {
        switch (value.Kind)
        {
            case ValueKind.Int:
                number = new Number(value.AsInt());
                return true;
            case ValueKind.Double:
                number = new Number(value.AsDouble());
                return true;
            case ValueKind.Bool:
                number = new Number(value.AsBool() ? 1L : 0L);
                return true;
            case ValueKind.String when NumberLiteral.TryRead(value.AsString(), out var read):
                return TryRead(read, out number);
            default:
                number = default;
                return false;
        }
    }

    /// <summary>The double is no integer within range, or it would be held as one.</summary>
    private static int CompareDouble(double value, long integer)
    {
        if (double.IsNaN(value)) return -1;
        if (value >= 9223372036854775808.0) return 1;
        if (value < -9223372036854775808.0) return -1;
        var whole = (long)Math.Floor(value);
        return whole >= integer ? 1 : -1;
    }
}
