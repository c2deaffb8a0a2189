using System.Globalization;
using System.Text;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Reads a quoted string with Java's escapes: \b \t \n \f \r \" \' \\, \uXXXX and octal. Every other backslash goes, its character stays.</summary>
internal static class JavaText
{
    /// <param name="quoted">With its quotes.</param>
    public static string Read(ReadOnlySpan<char> quoted)
    {
        var text = quoted[1..^1];
        if (!text.Contains('\\')) return text.ToString();
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') result.Append(text[i]);
            else i += AppendEscape(result, text[(i + 1)..]);
        }

        return result.ToString();
    }

    /// <returns>How many characters after the backslash it took.</returns>
    private static int AppendEscape(StringBuilder result, ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case 'u' when rest.Length > 4 && ushort.TryParse(rest[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                result.Append((char)code);
                return 5;
            case >= '0' and <= '7':
                var length = 1;
                while (length < rest.Length && length < 3 && rest[length] is >= '0' and <= '7') length++;
                result.Append((char)(Convert.ToInt32(rest[..length].ToString(), 8) & 0xFF));
                return length;
            default:
                result.Append(rest[0] switch { 'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', var other => other });
                return 1;
        }
    }
}
