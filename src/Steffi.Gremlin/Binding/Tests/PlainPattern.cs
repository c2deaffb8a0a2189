using System.Text;

namespace Steffi.Gremlin;

/// <summary>
/// The expressions that people mostly write: plain characters with <c>.*</c> before, between and after. Searches for the
/// characters answer them, several times faster than any automaton, and on the bytes where they lie.
/// </summary>
internal sealed class PlainPattern
{
    private const string Special = "\\.+*?()|[]{}^$\n";

    private readonly string[] _pieces;
    private readonly byte[][] _utf8;

    private PlainPattern(string[] pieces)
    {
        _pieces = pieces;
        _utf8 = Array.ConvertAll(pieces, Encoding.UTF8.GetBytes);
    }

    public static bool TryRead(string pattern, out PlainPattern? plain)
    {
        var pieces = pattern.Split(".*");
        plain = Array.Exists(pieces, piece => piece.AsSpan().ContainsAny(Special)) ? null : new PlainPattern(pieces);
        return plain is not null;
    }

    /// <summary>An expression that is found anywhere in a value, but for its anchors.</summary>
    /// <param name="pattern">With a <c>^</c> before it, a <c>$</c> behind it, or none.</param>
    /// <param name="plain">Judges values without line breaks, where the anchors mean just the ends.</param>
    public static bool TryReadFind(string pattern, out PlainPattern? plain)
    {
        var begins = pattern.StartsWith('^');
        var ends = pattern.EndsWith('$') && pattern.Length > (begins ? 1 : 0);
        var middle = pattern[(begins ? 1 : 0)..^(ends ? 1 : 0)];
        return TryRead($"{(begins ? "" : ".*")}{middle}{(ends ? "" : ".*")}", out plain);
    }

    public bool IsMatch(ReadOnlySpan<char> value) => !value.Contains('\n') && IsMatch(value, _pieces[0], _pieces[^1], piece => piece.AsSpan(), _pieces);

    public bool IsMatch(ReadOnlySpan<byte> utf8) => !utf8.Contains((byte)'\n') && IsMatch<byte, byte[]>(utf8, _utf8[0], _utf8[^1], piece => piece, _utf8);

    private delegate ReadOnlySpan<T> Reader<T, TPiece>(TPiece piece);

    /// <summary>The dot stands for no line break, and none is in the pieces: a value with one was refused before.</summary>
    private static bool IsMatch<T, TPiece>(
        ReadOnlySpan<T> value, ReadOnlySpan<T> first, ReadOnlySpan<T> last, Reader<T, TPiece> read, TPiece[] pieces) where T : IEquatable<T>
    {
        if (pieces.Length == 1) return value.SequenceEqual(first);
        if (value.Length < first.Length + last.Length || !value.StartsWith(first) || !value.EndsWith(last)) return false;
        value = value[first.Length..^last.Length];
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var sought = read(piece);
            var at = value.IndexOf(sought);
            if (at < 0) return false;
            value = value[(at + sought.Length)..];
        }

        return true;
    }
}
