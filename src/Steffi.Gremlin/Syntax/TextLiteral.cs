using System.Globalization;
using System.Text;

namespace Steffi.Gremlin;

/// <summary>
/// Reads a quoted string. JSON's escapes are known, except \b, which stays as it is: in Skydive, that has no escapes, it is
/// the word boundary of a regular expression. So does every unknown escape, so that <c>Regex("eth\d+")</c> keeps its meaning.
/// </summary>
internal static class TextLiteral
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

    /// <summary>Appends what the escape means.</summary>
    /// <param name="result">Takes the character.</param>
    /// <param name="rest">What follows the backslash; never empty, the grammar sees to it.</param>
    /// <returns>How many characters after the backslash it took.</returns>
    private static int AppendEscape(StringBuilder result, ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '"' or '\'' or '\\' or '/':
                result.Append(rest[0]);
                return 1;
            case 'n':
                result.Append('\n');
                return 1;
            case 'r':
                result.Append('\r');
                return 1;
            case 't':
                result.Append('\t');
                return 1;
            case 'f':
                result.Append('\f');
                return 1;
            case 'u' when rest.Length > 4
                && ushort.TryParse(rest[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                result.Append((char)code);
                return 5;
            default:
                result.Append('\\').Append(rest[0]);
                return 1;
        }
    }
}
