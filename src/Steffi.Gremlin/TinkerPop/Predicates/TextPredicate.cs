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

    public override bool Passes(object? value) => value is string text && PassesText(text);

    public override bool PassesText(ReadOnlySpan<char> text)
    {
        if (operand is null) return false;
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
    private readonly Regex _regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Finds the same in values without line breaks, faster; null where the expression is none of the usual.</summary>
    public PlainPattern? Plain { get; } = !isNegated && PlainPattern.TryReadFind(pattern, out var plain) ? plain : null;

    public override bool PassesTextsOnly => true;

    public override bool Passes(object? value) => value is string text && PassesText(text);

    public override bool PassesText(ReadOnlySpan<char> text) => _regex.IsMatch(text) != isNegated;

    public override string ToString() => $"{(isNegated ? "notRegex" : "regex")}({Literal.Of(pattern)})";
}
