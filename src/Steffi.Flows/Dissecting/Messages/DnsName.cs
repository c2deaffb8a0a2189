using System.Text;

namespace Steffi.Flows;

/// <summary>A domain name in a DNS message: labels, the last of them maybe elsewhere in the message.</summary>
/// <remarks>Source: RFC 1035, 3.1 and 4.1.4.</remarks>
internal static class DnsName
{
    private const int LongestName = 255, MostJumps = 32;

    /// <summary>Reads a name and moves past it.</summary>
    /// <param name="message">From its header on, for pointers into it.</param>
    /// <param name="at">Where the name begins; then where it ends.</param>
    /// <param name="name">Without the dot at the end; empty for the root.</param>
    /// <returns>False when it leaves the message, is too long, or turns in a circle.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder(32);
        int position = at, jumps = 0, length = 0;
        while (position < message.Length)
        {
            byte head = message[position++];
            if (head == 0)
            {
                if (jumps == 0)
                    at = position;
                name = text.ToString();
                return true;
            }
            if ((head & 0xc0) == 0xc0)
            {
                if (position >= message.Length || ++jumps > MostJumps)
                    return false;
                int target = (head & 0x3f) << 8 | message[position++];
                if (jumps == 1)
                    at = position;
                position = target;
                continue;
            }
            length += head + 1;
            if (head > 63 || length > LongestName || position + head > message.Length)
                return false;
            if (text.Length > 0)
                text.Append('.');
            AppendLabel(text, message.Slice(position, head));
            position += head;
        }
        return false;
    }

    private static void AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        // Host names are ASCII; names of services are UTF-8 (RFC 6763, 4.1.1).
        if (!PayloadText.IsPrintable(label))
        {
            text.Append(PayloadText.Of(label));
            return;
        }
        foreach (byte one in label)
            text.Append((char)one);
    }
}
