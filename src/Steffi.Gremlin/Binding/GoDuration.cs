using System.Globalization;

namespace Steffi.Gremlin;

/// <summary>Go's durations: a sign, then numbers with units, as -1h30m or 1.5s. A bare 0 needs no unit.</summary>
internal static class GoDuration
{
    public static bool TryRead(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var negative = text.StartsWith("-");
        if (negative || text.StartsWith("+")) text = text[1..];
        if (text.SequenceEqual("0")) return true;
        if (text.IsEmpty) return false;

        var ticks = 0.0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return false;
            text = text[digits..];
            var unitLength = text.IndexOfAny("0123456789.") is var next and >= 0 ? next : text.Length;
            if (TicksOf(text[..unitLength]) is not { } unit) return false;
            ticks += count * unit;
            text = text[unitLength..];
        }

        // Go's own range, 292 years, is within that of TimeSpan.
        if (ticks > long.MaxValue / 100.0) return false;
        duration = TimeSpan.FromTicks((long)(negative ? -ticks : ticks));
        return true;
    }

    private static double? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => TimeSpan.TicksPerHour,
        "m" => TimeSpan.TicksPerMinute,
        "s" => TimeSpan.TicksPerSecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
        "ns" => 0.01,
        _ => null,
    };
}
