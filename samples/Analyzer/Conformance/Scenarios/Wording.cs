using System.Globalization;
using System.Numerics;
using Steffi.Gremlin;

namespace Steffi.Analyzer.Conformance;

/// <summary>Values as text: literals of the language for a scenario's parameters, and what is shown of results.</summary>
internal static class Wording
{
    /// <summary>A literal that gives the value; of an element its id.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
        int number => number.ToString(CultureInfo.InvariantCulture) + "i",
        long number => number.ToString(CultureInfo.InvariantCulture) + "l",
        sbyte number => number.ToString(CultureInfo.InvariantCulture) + "b",
        short number => number.ToString(CultureInfo.InvariantCulture) + "s",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) + "d" : number.ToString(CultureInfo.InvariantCulture),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture) + "n",
        DigitsNotation number => number.Digits + "m",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        DateTimeOffset time => $"datetime(\"{time:O}\")",
        Guid id => $"UUID(\"{id}\")",
        Node node => Literal(node.Id.ToString()),
        Edge edge => Literal(edge.Id.ToString()),
        ElementToken token => "T." + token.ToString().ToLowerInvariant(),
        EdgeDirection direction => "Direction." + direction.ToString().ToUpperInvariant(),
        MergeNotation merge => "Merge." + merge.Word,
        ListNotation list => $"[{string.Join(",", list.Items.Select(Literal))}]",
        SetNotation set => $"{{{string.Join(",", set.Items.Select(Literal))}}}",
        MapNotation { Entries.Count: 0 } => "[:]",
        MapNotation map => $"[{string.Join(",", map.Entries.Select(entry => $"({Literal(entry.Key)}):{Literal(entry.Value)}"))}]",
        _ => throw new FormatException($"{value.GetType().Name} has no literal"),
    };

    public static string Show(object? value) => value switch
    {
        Node node => $"v[{(node["name"].IsNull ? node.Id.ToString() : node["name"])}]",
        Edge edge => $"e[{edge.ParentId}-{edge["RelationType"]}->{edge.ChildId}]",
        string or null => value?.ToString() ?? "null",
        List<object?> list => $"l[{string.Join(",", list.Select(Show))}]",
        HashSet<object?> set => $"s[{string.Join(",", set.Select(Show))}]",
        TraversalPath path => $"p[{string.Join(",", path.Select(Show))}]",
        TraversalMap map => $"m[{string.Join(", ", map.Select(entry => $"{Show(entry.Key)}: {Show(entry.Value)}"))}]",
        TraversalTree tree => $"tree[{string.Join(", ", tree.Branches.Select(branch => $"{Show(branch.Key)}: {Show(branch.Value)}"))}]",
        ElementProperty property => $"{property.Key}->{Show(property.Value)}",
        TraversalSubgraph part => $"subgraph[{string.Join(",", part.Vertices.Concat(part.Edges).Select(Show))}]",
        IFormattable number => $"{number.ToString(null, CultureInfo.InvariantCulture)}:{value.GetType().Name}",
        _ => value.ToString()!,
    };
}
