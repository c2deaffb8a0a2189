using System.Globalization;
using System.Numerics;
namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Values in metadata and back. What metadata knows (bool, text, double, lists, maps with text keys, integers of up to 32 bits as int,
/// wider ones as long) stands there plainly, so that the other dialect reads it; every other kind stands as
/// <c>{"@type": "g:Int64", "@value": …}</c>, as in GraphSON.
/// </summary>
internal static class TypedValue
{
    private const string TypeKey = "@type", ValueKey = "@value";

    public static MetadataValue Write(object? value) => value switch
    {
        null => MetadataValue.Null,
        bool flag => flag,
        string text => text,
        int number => number,
        long number when number is < int.MinValue or > int.MaxValue => number,
        double number => number,
        long number => Typed("g:Int64", number),
        sbyte number => Typed("gx:Byte", number),
        short number => Typed("gx:Int16", number),
        float number => Typed("g:Float", (double)number),
        BigInteger number => Typed("gx:BigInteger", number.ToString(CultureInfo.InvariantCulture)),
        BigDecimal number => Typed("gx:BigDecimal", number.ToString()),
        DateTimeOffset time => Typed("gx:OffsetDateTime", time.ToString("O", CultureInfo.InvariantCulture)),
        Guid id => Typed("g:UUID", id.ToString()),
        TraversalSet set => Typed("g:Set", WriteList(set)),
        TraversalMap map => WriteMap(map),
        List<object?> list => WriteList(list),
        _ => throw new StepFailure($"A property cannot hold {Describe.Type(value)}: {Describe.Value(value)}"),
    };

    public static object? Read(MetadataValue value)
    {
        switch (value.Kind)
        {
            case Steffi.ValueKind.Null: return null;
            case Steffi.ValueKind.Bool: return value.AsBool();
            case Steffi.ValueKind.String: return value.AsString();
            case Steffi.ValueKind.Double: return value.AsDouble();
            case Steffi.ValueKind.Int: return value.AsInt() is >= int.MinValue and <= int.MaxValue ? (object)(int)value.AsInt() : value.AsInt();
            case Steffi.ValueKind.List: return value.AsList().Select(Read).ToList();
            default: return ReadMap(value.AsMap());
        }
    }

    private static MetadataValue WriteList(IEnumerable<object?> items)
    {
        NestedWork.Enter();
        return MetadataValue.List(items.Select(Write));
    }

    private static MetadataValue WriteMap(TraversalMap map)
    {
        if (!map.Keys.All(key => key is string { Length: > 0 } and not TypeKey))
            return Typed("g:Map", WriteList(map.SelectMany(pair => new[] { pair.Key, pair.Value })));
        var builder = new MetadataBuilder();
        foreach (var (key, held) in map) builder[(string)key!] = Write(held);
        return builder.Build();
    }

    private static MetadataValue Typed(string type, MetadataValue value) => Metadata.Of((TypeKey, type), (ValueKey, value));

    private static object? ReadMap(Metadata map)
    {
        string? type = null;
        MetadataValue held = default;
        foreach (var (key, value) in map)
        {
            if (key == TypeKey && value.Kind == Steffi.ValueKind.String) type = value.AsString();
            else if (key == ValueKey) held = value;
        }

        if (type is not null && map.Count == 2 && ReadTyped(type, held) is { } typed) return typed;
        return new TraversalMap(map.Select(pair => new KeyValuePair<object?, object?>(pair.Key, Read(pair.Value))));
    }

    /// <summary>Null where it is nothing that Write wrote: then it is a map like any other.</summary>
    private static object? ReadTyped(string type, MetadataValue value) => (type, value.Kind) switch
    {
        ("g:Int64", Steffi.ValueKind.Int) => value.AsInt(),
        ("gx:Byte", Steffi.ValueKind.Int) => (sbyte)value.AsInt(),
        ("gx:Int16", Steffi.ValueKind.Int) => (short)value.AsInt(),
        ("g:Float", Steffi.ValueKind.Double) => (float)value.AsDouble(),
        ("gx:BigInteger", Steffi.ValueKind.String) => BigInteger.TryParse(value.AsString(), CultureInfo.InvariantCulture, out var number) ? number : null,
        ("gx:BigDecimal", Steffi.ValueKind.String) => BigDecimal.TryParse(value.AsString(), out var number) ? number : null,
        ("gx:OffsetDateTime", Steffi.ValueKind.String) => DateTimeOffset.TryParse(value.AsString(), CultureInfo.InvariantCulture, out var time) ? time : null,
        ("g:UUID", Steffi.ValueKind.String) => Guid.TryParse(value.AsString(), out var id) ? id : null,
        ("g:Set", Steffi.ValueKind.List) => new TraversalSet(value.AsList().Select(Read)),
        ("g:Map", Steffi.ValueKind.List) => new TraversalMap(value.AsList().Select(Read).Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[^1]))),
        _ => null,
    };
}
