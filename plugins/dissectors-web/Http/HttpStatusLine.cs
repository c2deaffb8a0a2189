using System.Buffers.Text;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The first line of an HTTP/1 answer.</summary>
/// <remarks>Source: RFC 9112, 4.</remarks>
internal static class HttpStatusLine
{
    /// <returns>False when it is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out int status)
    {
        status = 0;
        int space = line.IndexOf((byte)' ');
        return line.StartsWith("HTTP/"u8) && space > 0 && Utf8Parser.TryParse(line[space..].TrimStart((byte)' '), out status, out int digits) && digits == 3 && status >= 100;
    }
}
