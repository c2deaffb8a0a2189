using System.Net;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Addresses as text.</summary>
internal static class Addresses
{
    public static string Mac(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[3 * bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[3 * i] = "0123456789abcdef"[bytes[i] >> 4];
            text[3 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
            text[3 * i + 2] = ':';
        }
        return new string(text.TrimEnd(':'));
    }

    /// <param name="bytes">4 or 16.</param>
    public static string IP(ReadOnlySpan<byte> bytes) => new IPAddress(bytes).ToString();
}
