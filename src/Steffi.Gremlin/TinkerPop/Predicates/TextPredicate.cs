using System.Text.RegularExpressions;

namespace Steffi.Gremlin.TinkerPop;

internal enum TextComparison
{
    StartingWith, EndingWith, Containing,
}

/// <summary><c>TextP</c>: strings only; everything else is not comparable.</summary>
internal sealed class TextPredicate(TextComparison comparison, string? operand, bool isNegated) : Predicate
{
    public override bool PassesTextsOnly => true;

    public override bool Passes(object? value)
    {
        if (value is not string text || operand is null) return false;
        var fits = comparison switch
        {
            TextComparison.StartingWith => text.StartsWith(operand, StringComparison.Ordinal),
            TextComparison.EndingWith => text.EndsWith(operand, StringComparison.Ordinal),
            _ => text.Contains(operand, StringComparison.Ordinal),
        };
        return fits != isNegated;
    }

    public override Predicate With(Func<object?, object?> change) => new TextPredicate(comparison, change(operand) as string, isNegated);

    public override string ToString() =>
        $"{(isNegated ? $"not{comparison}" : char.ToLowerInvariant(comparison.ToString()[0]) + comparison.ToString()[1..])}({Literal.Of(operand)})";
}

/// <summary><c>TextP.regex</c>: finds the expression anywhere in a string. Runs in linear time: no look-around, no back references.</summary>
internal sealed class FindPredicate(string pattern, bool isNegated) : Predicate
{
    public override bool PassesTextsOnly => true;

    private readonly Regex _regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public override bool Passes(object? value) => value is string text && _regex.IsMatch(text) != isNegated;

    public override string ToString() => $"{(isNegated ? "notRegex" : "regex")}({Literal.Of(pattern)})";
}
