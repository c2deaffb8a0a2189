using System.Globalization;
using System.Text;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Values as text: what asString() gives, and messages.</summary>
internal static class Describe
{
    /// <summary>Characters. A walk can put texts together until the memory is full.</summary>
    public const int MaxLength = 1 << 22;

    /// <param name="value">Of any kind.</param>
    /// <param name="graph">Tells the labels of edges; messages do without.</param>
    /// <exception cref="StepFailure">The text would be too long.</exception>
    public static string Value(object? value, TraversalGraph? graph = null)
    {
        if (value is string known) return known;
        var text = new StringBuilder();
        Append(text, value, graph);
        return text.ToString();
    }

    public static void CheckLength(long length)
    {
        if (length > MaxLength) throw new StepFailure($"The text would have more than {MaxLength} characters");
    }

    private static void Append(StringBuilder text, object? value, TraversalGraph? graph)
    {
        CheckLength(text.Length);
        switch (value)
        {
            case TraversalMap map:
                AppendAll(text, "{", map.Select(pair => (object?)new MapEntry(pair.Key, pair.Value)), "}", graph);
                break;
            case TraversalTree tree:
                AppendAll(text, "{", tree.Branches.Select(branch => (object?)new MapEntry(branch.Key, branch.Value)), "}", graph);
                break;
            case MapEntry entry:
                Append(text, entry.Key, graph);
                text.Append('=');
                Append(text, entry.Value, graph);
                break;
            case TraversalPath path:
                AppendAll(text, "path[", path, "]", graph);
                break;
            case IEnumerable<object?> items:
                AppendAll(text, "[", items, "]", graph);
                break;
            default:
                text.Append(Single(value, graph));
                break;
        }
    }

    private static void AppendAll(StringBuilder text, string open, IEnumerable<object?> items, string close, TraversalGraph? graph)
    {
        NestedWork.Enter();
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) text.Append(", ");
            isFirst = false;
            Append(text, item, graph);
        }

        text.Append(close);
    }

    private static string Single(object? value, TraversalGraph? graph) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => JavaFraction.Of(number, number.ToString("R", CultureInfo.InvariantCulture)),
        float number => JavaFraction.Of(number, number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset time => Time(time),
        Vertex vertex => $"v[{vertex.Id}]",
        EdgeElement edge => $"e[{edge.Id}][{edge.OutId}-{graph?.LabelOf(edge)}->{edge.InId}]",
        VertexProperty property => $"vp[{property.Key}->{Short(property.Value, graph)}]",
        ElementProperty property => $"p[{property.Key}->{Short(property.Value, graph)}]",
        ElementToken token => token.ToString().ToLowerInvariant(),
        EdgeDirection direction => direction.ToString().ToUpperInvariant(),
        MergeOption option => char.ToLowerInvariant(option.ToString()[0]) + option.ToString()[1..],
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>At most 20 characters.</summary>
    private static string Short(object? value, TraversalGraph? graph)
    {
        var text = Value(value, graph);
        return text.Length > 20 ? text[..17] + "..." : text;
    }

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

    private static string Time(DateTimeOffset time)
    {
        var text = time.ToString(time.Second == 0 && time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return text + (time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture));
    }
}

/// <summary>A step fails on what it got. The run adds the step's place.</summary>
internal sealed class StepFailure(string reason) : Exception(reason);
