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

    public bool IsMatch(string value)
    {
        if (!_anyBefore && !_anyAfter) return value == _text;
        // The dot does not stand for a line break. One within the plain characters is taken literally, so only the rest counts.
        if (value.Contains('\n')) return MatchesLines(value);
        if (_anyBefore && _anyAfter) return value.Contains(_text, StringComparison.Ordinal);
        return _anyBefore ? value.EndsWith(_text, StringComparison.Ordinal) : value.StartsWith(_text, StringComparison.Ordinal);
    }

    private bool MatchesLines(string value)
    {
        for (var at = value.IndexOf(_text, StringComparison.Ordinal); at >= 0; at = value.IndexOf(_text, at + 1, StringComparison.Ordinal))
        {
            var before = value.AsSpan(0, at);
            var after = value.AsSpan(at + _text.Length);
            if ((_anyBefore ? !before.Contains('\n') : before.IsEmpty) && (_anyAfter ? !after.Contains('\n') : after.IsEmpty)) return true;
            if (at + 1 > value.Length) break;
        }

        return false;
    }
}
