using System.Text;
using System.Text.Unicode;

namespace Steffi.Flows;

/// <summary>Foreign bytes as text that may be stored and shown.</summary>
public static class PayloadText
{
    /// <summary>UTF-8 as it is; where the bytes are no printable UTF-8, each byte outside of printable ASCII as <c>\xNN</c>.</summary>
    /// <param name="bytes">A name, a banner, a path.</param>
    /// <param name="limit">Bytes that are taken at most.</param>
    public static string Of(ReadOnlySpan<byte> bytes, int limit = 1024)
    {
        bytes = bytes[..Math.Min(bytes.Length, limit)];
        if (Utf8.IsValid(bytes) && bytes.IndexOfAnyInRange<byte>(0, 0x1f) < 0 && !bytes.Contains((byte)0x7f))
            return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length + 16);
        foreach (byte one in bytes)
            if (one is >= 0x20 and < 0x7f)
                text.Append((char)one);
            else
                text.Append("\\x").Append(one.ToString("x2", null));
        return text.ToString();
    }

    /// <summary>Whether every byte is printable ASCII, and there is one.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) < 0;
}
