using System.Globalization;
using System.Numerics;
using System.Text;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>A value as the language writes it: what is read from the text is the value again.</summary>
internal static class Literal
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quote(text),
        sbyte number => Invariant(number) + "b",
        short number => Invariant(number) + "s",
        int number => Invariant(number),
        long number => Invariant(number) + "l",
        BigInteger number => Invariant(number) + "n",
        float number when float.IsFinite(number) => Invariant(number) + "f",
        double number when double.IsFinite(number) => Invariant(number) + "d",
        BigDecimal number => number + "m",
        float or double => Describe.Value(value),
        DateTimeOffset time => $"datetime('{time.ToString("O", CultureInfo.InvariantCulture)}')",
        Guid id => $"UUID('{id}')",
        TraversalSet set => $"{{{string.Join(", ", set.Select(Of))}}}",
        TraversalMap { Count: 0 } => "[:]",
        TraversalMap map => $"[{string.Join(", ", map.Select(pair => $"({Of(pair.Key)}): {Of(pair.Value)}"))}]",
        IEnumerable<object?> list => $"[{string.Join(", ", list.Select(Of))}]",
        Enum word => Words.NameOf(word),
        _ => Describe.Value(value),
    };

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('\'');
        foreach (var c in text)
        {
            if (c is '\'' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        return quoted.Append('\'').ToString();
    }

    private static string Invariant(IFormattable number) => number.ToString(number is float or double ? "R" : null, CultureInfo.InvariantCulture);
}
