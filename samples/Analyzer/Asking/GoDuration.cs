using System.Globalization;
using System.Text.RegularExpressions;

namespace Steffi.Analyzer;

/// <summary>Durations as Go's time.ParseDuration reads them, without a sign: <c>90s</c>, <c>1h30m</c>.</summary>
internal static partial class GoDuration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (Whole().Match(text) is not { Success: true } match)
            return false;
        double seconds = 0;
        for (int i = 0; i < match.Groups[2].Captures.Count; i++)
            seconds += double.Parse(match.Groups[2].Captures[i].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[3].Captures[i].Value switch
            {
                "ns" => 1e-9,
                "us" or "µs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1,
                "m" => 60,
                _ => 3600,
            };
        if (seconds > TimeSpan.MaxValue.TotalSeconds / 2)
            return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    [GeneratedRegex(@"^((\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$")]
    private static partial Regex Whole();
}
