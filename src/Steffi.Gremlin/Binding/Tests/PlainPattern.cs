namespace Steffi.Gremlin;

/// <summary>
/// The expressions that people mostly write: plain characters with <c>.*</c> before, after or on both sides. A search for the
/// characters answers them, several times faster than any automaton.
/// </summary>
internal readonly struct PlainPattern
{
    private const string Special = @"\.+*?()|[]{}^$";

    private readonly string _text;
    private readonly bool _anyBefore;
    private readonly bool _anyAfter;

    private PlainPattern(string text, bool anyBefore, bool anyAfter) => (_text, _anyBefore, _anyAfter) = (text, anyBefore, anyAfter);

    public static bool TryRead(string pattern, out PlainPattern? plain)
    {
        var text = pattern.AsSpan();
        var anyBefore = text.StartsWith(".*");
        if (anyBefore) text = text[2..];
        var anyAfter = text.EndsWith(".*") && !text.EndsWith(@"\.*");
        if (anyAfter) text = text[..^2];

        plain = text.ContainsAny(Special) ? null : new PlainPattern(text.ToString(), anyBefore, anyAfter);
        return plain is not null;
    }

    public bool IsMatch(ReadOnlySpan<char> value)
    {
        if (!_anyBefore && !_anyAfter) return value.SequenceEqual(_text);
        // The dot does not stand for a line break. One within the plain characters is taken literally, so only the rest counts.
        if (value.Contains('\n')) return MatchesLines(value);
        if (_anyBefore && _anyAfter) return value.Contains(_text, StringComparison.Ordinal);
        return _anyBefore ? value.EndsWith(_text) : value.StartsWith(_text);
    }

    private bool MatchesLines(ReadOnlySpan<char> value)
    {
        for (var at = 0; at + _text.Length <= value.Length; at++)
        {
            if (!value[at..].StartsWith(_text)) continue;
            var before = value[..at];
            var after = value[(at + _text.Length)..];
            if ((_anyBefore ? !before.Contains('\n') : before.IsEmpty) && (_anyAfter ? !after.Contains('\n') : after.IsEmpty)) return true;
        }

        return false;
    }
}
