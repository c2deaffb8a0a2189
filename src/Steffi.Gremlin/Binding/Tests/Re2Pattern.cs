using System.Text;

namespace Steffi.Gremlin;

/// <summary>Rewrites what RE2, Go's engine, spells or means differently: ASCII classes, POSIX classes, named groups, quoting.</summary>
internal static class Re2Pattern
{
    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = @"\x00-\x7F",
        ["blank"] = @"\t ",
        ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = @"!-/:-@\[-`{-~",
        ["space"] = @"\t\n\v\f\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    public static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest[0] == '\\' && rest.Length > 1) i += AppendEscape(result, rest, inClass) - 1;
            else if (inClass && rest.StartsWith("[:") && TryReadPosix(rest, out var set, out var length))
            {
                result.Append(set);
                i += length - 1;
            }
            else if (!inClass && rest.StartsWith("(?P<"))
            {
                result.Append("(?<");
                i += 3;
            }
            else
            {
                if (inClass && rest[0] == '[') result.Append('\\');
                var opens = !inClass && rest[0] == '[';
                if (rest[0] == ']') inClass = false;
                result.Append(rest[0]);
                if (opens) i += OpenClass(result, rest, out inClass);
            }
        }

        return result.ToString();
    }

    /// <summary>A bracket that comes first in a class stands for itself.</summary>
    private static int OpenClass(StringBuilder result, ReadOnlySpan<char> rest, out bool inClass)
    {
        inClass = true;
        var taken = 0;
        if (rest.Length > 1 && rest[1] == '^')
        {
            result.Append('^');
            taken++;
        }

        if (rest.Length > taken + 1 && rest[taken + 1] == ']')
        {
            result.Append(@"\]");
            taken++;
        }

        return taken;
    }

    /// <summary>How many characters it took, the backslash among them.</summary>
    private static int AppendEscape(StringBuilder result, ReadOnlySpan<char> rest, bool inClass)
    {
        if (rest[1] == 'Q' && !inClass)
        {
            var end = rest.IndexOf(@"\E");
            result.Append(System.Text.RegularExpressions.Regex.Escape((end < 0 ? rest[2..] : rest[2..end]).ToString()));
            return end < 0 ? rest.Length : end + 2;
        }

        var set = rest[1] switch { 'd' or 'D' => "0-9", 'w' or 'W' => "0-9A-Za-z_", 's' or 'S' => @"\t\n\f\r ", _ => null };
        if (set is null) result.Append(rest[..2]);
        else if (!inClass) result.Append(char.IsLower(rest[1]) ? "[" : "[^").Append(set).Append(']');
        else if (char.IsLower(rest[1])) result.Append(set);
        else result.Append(rest[..2]); // A negated set within a set has no ASCII spelling here; it stays the Unicode one.
        return 2;
    }

    private static bool TryReadPosix(ReadOnlySpan<char> rest, out string set, out int length)
    {
        var end = rest.IndexOf(":]");
        length = end + 2;
        set = "";
        return end > 2 && Posix.TryGetValue(rest[2..end].ToString(), out set!);
    }
}
