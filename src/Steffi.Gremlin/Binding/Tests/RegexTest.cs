using System.Text.RegularExpressions;

namespace Steffi.Gremlin;

/// <summary>
/// Regex: the whole string fits the expression. Matching is linear in the string's length whatever the expression, as with
/// RE2, so that no query can hang on one.
/// </summary>
internal sealed class RegexTest : ItemTest
{
    private readonly string _pattern;
    private readonly Regex? _regex;
    private readonly PlainPattern? _plain;

    private RegexTest(string pattern, Regex? regex, PlainPattern? plain) => (_pattern, _regex, _plain) = (pattern, regex, plain);

    /// <exception cref="QueryException">The expression is not accepted, or it brings its own anchors.</exception>
    public static RegexTest Read(string pattern, SourcePosition at)
    {
        if (pattern.StartsWith('^') || pattern.EndsWith('$'))
            throw at.Error("Regex are anchored by default, ^ and $ don't have to be provided");
        if (PlainPattern.TryRead(pattern, out var plain)) return new RegexTest(pattern, null, plain);

        try
        {
            var translated = Re2Pattern.Translate(pattern);
            // Alone first: an unbalanced a)(b must not find its counterparts in the group around it.
            _ = new Regex(translated, RegexOptions.CultureInvariant);
            return new RegexTest(pattern, new Regex($@"\A(?:{translated})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), null);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new QueryException($"error parsing regexp: {Explain(e)}: `{pattern}`", at.Line, at.Column, e);
        }
    }

    private static string Explain(Exception error) => error switch
    {
        RegexParseException parse => $"{parse.Error} at {parse.Offset}",
        NotSupportedException => "look-around, back references and very large repetitions are not supported",
        _ => error.Message,
    };

    public override bool PrefersText => true;

    public override bool MatchesText(ReadOnlySpan<char> text) => _plain is { } plain ? plain.IsMatch(text) : _regex!.IsMatch(text);

    public override bool IsCostly => _plain is null;

    public override bool MatchesPacked(ReadOnlySpan<byte> packed) =>
        _plain is { } plain && packed[0] >= PackedTag.ShortString ? plain.IsMatch(packed[1..]) : base.MatchesPacked(packed);

    protected override bool MatchesItem(MetadataValue value) => value.Kind == ValueKind.String && MatchesText(value.AsString());

    public override string Describe(string key) => $"{key} =~ /{_pattern}/";
}
