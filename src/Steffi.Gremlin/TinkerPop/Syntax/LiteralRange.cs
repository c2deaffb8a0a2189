namespace Steffi.Gremlin.TinkerPop;

/// <summary>The items of <c>1..5</c> and <c>'a'..'e'</c>, both ends included; where the first end is the greater one they go down.</summary>
internal static class LiteralRange
{
    private const int MostItems = 1_000_000;

    /// <returns>Null where the ends have nothing between them: fractions, texts of different lengths or beginnings, too many items.</returns>
    public static IEnumerable<object>? Of(object from, object to) => (from, to) switch
    {
        (string a, string b) when a.Length == b.Length && a.Length > 0 && a[..^1] == b[..^1] => Between(a[^1], b[^1]).Select(last => (object)(a[..^1] + (char)last)),
        (int a, int b) when Math.Abs((long)a - b) < MostItems => Between(a, b).Cast<object>(),
        _ => null,
    };

    private static IEnumerable<int> Between(int from, int to) =>
        from <= to ? Enumerable.Range(from, to - from + 1) : Enumerable.Range(to, from - to + 1).Reverse();
}
