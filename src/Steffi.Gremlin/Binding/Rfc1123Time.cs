using System.Globalization;

namespace Steffi.Gremlin;

/// <summary>
/// Go's RFC1123: <c>Mon, 02 Jan 2006 15:04:05 MST</c>. The day of the week is not compared with the date and every zone's
/// abbreviation but GMT+N stands for UTC, as in Go on a host whose zone is UTC.
/// </summary>
internal static class Rfc1123Time
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        var comma = text.IndexOf(", ", StringComparison.Ordinal);
        var zoneAt = text.LastIndexOf(' ');
        if (comma != 3 || zoneAt <= comma + 1 || !Days.Contains(text[..comma], StringComparer.OrdinalIgnoreCase)) return false;
        if (!TryReadZone(text.AsSpan(zoneAt + 1), out var offset)) return false;

        return DateTime.TryParseExact(
                text.AsSpan(comma + 2, zoneAt - comma - 2), "dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var local)
            && TryMake(local, offset, out time);
    }

    private static bool TryReadZone(ReadOnlySpan<char> zone, out TimeSpan offset)
    {
        offset = default;
        if (zone.StartsWith("GMT") && zone.Length > 3)
        {
            if (!int.TryParse(zone[3..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours) || hours is < -14 or > 14) return false;
            offset = TimeSpan.FromHours(hours);
            return zone[3] is '+' or '-';
        }

        return zone.Length is >= 3 and <= 5 && !zone.ContainsAnyExceptInRange('A', 'Z');
    }

    private static bool TryMake(DateTime local, TimeSpan offset, out DateTimeOffset time)
    {
        time = default;
        if (local.Ticks - offset.Ticks < 0 || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(local.Ticks - offset.Ticks, TimeSpan.Zero);
        return true;
    }
}
