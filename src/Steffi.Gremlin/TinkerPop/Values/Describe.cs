using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Values as text: what asString() gives, and messages.</summary>
internal static class Describe
{
    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Fraction(number, number.ToString("R", CultureInfo.InvariantCulture)),
        float number => Fraction(number, number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset time => Time(time),
        Vertex vertex => $"v[{vertex.Id}]",
        EdgeElement edge => $"e[{edge.Id}][{edge.OutId}->{edge.InId}]",
        VertexProperty property => $"vp[{property.Key}->{Value(property.Value)}]",
        ElementProperty property => $"p[{property.Key}->{Value(property.Value)}]",
        TraversalMap map => $"{{{string.Join(", ", map.Select(pair => $"{Value(pair.Key)}={Value(pair.Value)}"))}}}",
        MapEntry entry => $"{Value(entry.Key)}={Value(entry.Value)}",
        TraversalTree tree => $"{{{string.Join(", ", tree.Branches.Select(pair => $"{Value(pair.Key)}={Value(pair.Value)}"))}}}",
        IEnumerable<object?> items => $"[{string.Join(", ", items.Select(Value))}]",
        ElementToken token => token.ToString().ToLowerInvariant(),
        EdgeDirection direction => direction.ToString().ToUpperInvariant(),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static string Type(object? value) => value switch
    {
        null => "null",
        bool => "Boolean",
        string => "String",
        DateTimeOffset => "OffsetDateTime",
        Guid => "UUID",
        Vertex => "Vertex",
        EdgeElement => "Edge",
        TraversalSet => "Set",
        TraversalMap => "Map",
        TraversalPath => "Path",
        IEnumerable<object?> => "List",
        _ => NumberKinds.Of(value) is var kind and not NumberKind.None ? kind.Name() : value.GetType().Name,
    };

    /// <summary>Java's way: 1.0 and 1.0E10.</summary>
    private static string Fraction(double number, string text)
    {
        if (!double.IsFinite(number)) return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    private static string Time(DateTimeOffset time)
    {
        var text = time.ToString(time.Second == 0 && time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return text + (time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture));
    }
}

/// <summary>A step fails on what it got. The run adds the step's place.</summary>
internal sealed class StepFailure(string reason) : Exception(reason);
