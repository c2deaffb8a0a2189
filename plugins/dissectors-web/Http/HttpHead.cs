using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The start line and the header of one HTTP/1 message, as it lies in the payload.</summary>
/// <remarks>Source: RFC 9112.</remarks>
internal ref struct HttpHead
{
    public ReadOnlySpan<byte> StartLine { get; private set; }

    /// <summary>Of the lines that are there.</summary>
    public ReadOnlySpan<byte> Header { get; private set; }

    /// <summary>Where the body begins; with all there is when the head is not whole.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the empty line at the end is there.</summary>
    public bool IsWhole { get; private set; }

    /// <returns>False while there is no start line.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out HttpHead head)
    {
        head = default;
        var reader = new PayloadReader(message);
        if (!reader.TryLine(out var start))
            return false;
        head.StartLine = start;
        int first = reader.Position;
        int end = first;
        while (reader.TryLine(out var line))
        {
            if (line.IsEmpty)
            {
                head.IsWhole = true;
                break;
            }
            end = reader.Position;
        }
        head.Header = message[first..end];
        head.Length = reader.Position;
        return true;
    }

    /// <summary>A field's value, the first when there are several; empty when it is not there.</summary>
    public readonly ReadOnlySpan<byte> Field(ReadOnlySpan<byte> name)
    {
        var reader = new PayloadReader(Header);
        while (reader.TryLine(out var line))
            if (line.Length > name.Length && line[name.Length] == ':' && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return Trim(line[(name.Length + 1)..]);
        return default;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t"u8);
}
