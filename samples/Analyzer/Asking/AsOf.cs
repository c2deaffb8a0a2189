using System.Globalization;
using System.Text.RegularExpressions;

namespace Steffi.Analyzer;

/// <summary>A point in time as the command line takes it, put into a query in place of its <c>G</c>.</summary>
internal sealed partial class AsOf
{
    private readonly string step;
    private readonly TimeSpan? fromNow;
    private readonly DateTimeOffset instant;

    private AsOf(string argument, TimeSpan? fromNow, DateTimeOffset instant) => (step, this.fromNow, this.instant) = ($".At({argument})", fromNow, instant);

    /// <param name="text">
    /// A time from now, in days or as a Go duration (<c>-7d</c>, <c>-1m</c>, <c>-1h30m</c>), RFC 1123, ISO 8601 (local time unless it says otherwise), or Unix
    /// seconds or milliseconds.
    /// </param>
    /// <returns>Null when it is no time.</returns>
    public static AsOf? TryParse(string text)
    {
        text = text.Trim();
        // The query's language has no days.
        if (Days().Match(text) is { Success: true } days)
            text = $"{days.Groups[1].Value}{int.Parse(days.Groups[2].Value, CultureInfo.InvariantCulture) * 24}h";
        if (GoDuration.TryParse(text, out var fromNow))
            return new AsOf($"'{text}'", fromNow, default);
        if (UnixTime().IsMatch(text) && long.Parse(text, CultureInfo.InvariantCulture) is var number)
            return new AsOf(text, null, number <= int.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number));
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var instant)
            ? new AsOf(instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), null, instant)
            : null;
    }

    /// <summary>The point in time itself, one from now taken now.</summary>
    public DateTimeOffset ToInstant() => fromNow is { } span ? DateTimeOffset.UtcNow + span : instant;

    /// <summary>The query as of then; one that does not start with <c>G</c> stays as it is, for the parser to refuse.</summary>
    public string PutInto(string query) => FindEndOfG(query) is var at and > 0 ? query.Insert(at, step) : query;

    /// <summary>Where an error that the changed query was refused for stands in the query as it was written.</summary>
    public QueryFailure TakeOutOf(QueryFailure failure, string query)
    {
        int at = FindEndOfG(query);
        if (at <= 0 || failure.Line is not { } line || failure.Column is not { } column)
            return failure;
        var before = query.AsSpan(0, at);
        int lineOfG = before.Count('\n') + 1, endOfG = at - (before.LastIndexOf('\n') + 1);
        if (line != lineOfG || column <= endOfG)
            return failure;
        return failure with { Column = Math.Max(endOfG, column - step.Length) };
    }

    private static int FindEndOfG(string query)
    {
        int at = query.AsSpan().IndexOfAnyExcept(" \t\r\n");
        return at >= 0 && query[at] is 'G' or 'g' ? at + 1 : 0;
    }

    [GeneratedRegex(@"^([+-]?)(\d{1,5})d$")]
    private static partial Regex Days();

    // Up to the year 9999 in milliseconds.
    [GeneratedRegex(@"^\d{1,14}$")]
    private static partial Regex UnixTime();
}
