using System.Globalization;
using Steffi.Gremlin;

namespace Steffi.Analyzer.Conformance;

/// <summary>Compares results with what a scenario expects. Numbers are the same only in the same type, as in TinkerPop's own runner.</summary>
internal static class Matching
{
    public static bool Same(object? expected, object? actual) => (expected, actual) switch
    {
        (null, null) => true,
        (ListNotation list, List<object?> items) => SameItems(list.Items, items),
        // What aggregate() gathers is a list whose order means nothing; the scenarios write it as a set or a list.
        (SetNotation set, HashSet<object?> items) => SameInAnyOrder(set.Items, [.. items]),
        (SetNotation set, List<object?> items) => SameInAnyOrder(set.Items, items),
        (ListNotation list, HashSet<object?> items) => SameInAnyOrder(list.Items, [.. items]),
        (PathNotation path, TraversalPath items) => SameItems(path.Items, items),
        (MapNotation map, TraversalMap entries) => map.Entries.Count == entries.Count
            && map.Entries.TrueForAll(entry => entries.Any(other => Same(entry.Key, other.Key) && Same(entry.Value, other.Value))),
        (PropertyNotation wanted, ElementProperty property) => wanted.Key == property.Key && wanted.Value == Convert.ToString(property.Value, CultureInfo.InvariantCulture),
        (Node node, Node other) => node.Id == other.Id,
        (Edge edge, Edge other) => edge.Id == other.Id,
        (double number, double other) => number.Equals(other) || Math.Abs(number - other) <= 1e-12 * Math.Abs(number),
        // What is too exact for a decimal is given as its digits.
        (DigitsNotation wanted, string digits) => wanted.Digits == digits,
        _ => expected is not null && expected.Equals(actual),
    };

    public static bool SameItems(IReadOnlyList<object?> expected, IReadOnlyList<object?> actual) =>
        expected.Count == actual.Count && expected.Zip(actual).All(pair => Same(pair.First, pair.Second));

    public static bool SameInAnyOrder(IReadOnlyList<object?> expected, IReadOnlyList<object?> actual)
    {
        var left = actual.ToList();
        foreach (var item in expected)
        {
            int at = left.FindIndex(other => Same(item, other));
            if (at < 0)
                return false;
            left.RemoveAt(at);
        }
        return left.Count == 0;
    }
}
