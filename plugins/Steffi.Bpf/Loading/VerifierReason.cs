namespace Steffi.Bpf;

/// <summary>The one line of a verifier's log that says why.</summary>
internal static class VerifierReason
{
    /// <summary>The last line that is neither an instruction, a register dump, a source line nor the summary; null for a log without one.</summary>
    public static string? Of(string log)
    {
        string? reason = null;
        foreach (var line in log.AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (text.StartsWith("processed ", StringComparison.Ordinal))
                break;
            if (!text.IsEmpty && !char.IsAsciiDigit(text[0]) && text[0] != ';' && !IsState(text))
                reason = text.ToString();
        }
        return reason;
    }

    // "R1=ctx() R10=fp0", "from 12 to 15: R1=…"
    private static bool IsState(ReadOnlySpan<char> text) =>
        text.StartsWith("from ", StringComparison.Ordinal) || (text.Length > 2 && text[0] == 'R' && text[..Math.Min(text.Length, 12)].Contains('='));
}
