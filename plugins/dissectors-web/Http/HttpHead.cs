using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The start line and the header of one HTTP/1 message, as it lies in the payload.</summary>
/// <remarks>Source: RFC 9112.</remarks>
internal ref struct HttpHead
{
    public ReadOnlySpan<byte> StartLine { get; private set; }

    /// <summary>Of the lines that are there.</summary>
    public HeaderLines Fields { get; private set; }

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
        head.Fields = new HeaderLines(message[first..end]);
        head.Length = reader.Position;
        return true;
    }
}
