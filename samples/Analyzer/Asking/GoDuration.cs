using System.Globalization;
using System.Text.RegularExpressions;

namespace Steffi.Analyzer;

/// <summary>Durations as Go's time.ParseDuration reads them: <c>90s</c>, <c>-1h30m</c>.</summary>
internal static partial class GoDuration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (Whole().Match(text) is not { Success: true } match)
            return false;
        double seconds = 0;
        for (int i = 0; i < match.Groups["number"].Captures.Count; i++)
            seconds += double.Parse(match.Groups["number"].Captures[i].ValueSpan, CultureInfo.InvariantCulture) * match.Groups["unit"].Captures[i].Value switch
            {
                "ns" => 1e-9,
                "us" or "µs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1,
                "m" => 60,
                _ => 3600,
            };
        // As many as Go's nanoseconds of 64 bits.
        if (seconds > long.MaxValue / 1e9)
            return false;
        duration = TimeSpan.FromSeconds(match.Groups["sign"].Value == "-" ? -seconds : seconds);
        return true;
    }

    [GeneratedRegex(@"^(?<sign>[+-]?)(0|((?<number>\d+(\.\d*)?|\.\d+)(?<unit>ns|us|µs|ms|s|m|h))+)$")]
    private static partial Regex Whole();
}
