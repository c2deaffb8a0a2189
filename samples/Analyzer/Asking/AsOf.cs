using System.Globalization;
using System.Text.RegularExpressions;

namespace Steffi.Analyzer;

/// <summary>A point in time as the command line takes it, put into a query in place of its <c>G</c>.</summary>
internal sealed partial class AsOf
{
    private readonly string step, argument;

    private AsOf(string argument) => (this.argument, step) = (argument, $".At({argument})");

    /// <param name="text">
    /// A Go duration from now (<c>-1m</c>, <c>-1h30m</c>), RFC 1123, ISO 8601 (local time unless it says otherwise), or Unix seconds or milliseconds.
    /// </param>
    public static bool TryParse(string text, out AsOf asOf)
    {
        text = text.Trim();
        string? argument = null;
        if (GoDuration().IsMatch(text))
            argument = $"'{text}'";
        else if (UnixTime().IsMatch(text))
            argument = text;
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var instant))
            argument = instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        asOf = new AsOf(argument ?? "");
        return argument is not null;
    }

    /// <summary>The point in time itself, a duration from now taken now.</summary>
    public DateTimeOffset ToInstant()
    {
        if (long.TryParse(argument, CultureInfo.InvariantCulture, out long number))
            return number <= int.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
        double seconds = GoPart().Matches(argument).Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
        {
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            "ms" => 1e-3,
            "ns" => 1e-9,
            _ => 1e-6,
        });
        return DateTimeOffset.UtcNow.AddSeconds(argument.StartsWith("'-", StringComparison.Ordinal) ? -seconds : seconds);
    }

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

    // As Go's time.ParseDuration reads them.
    [GeneratedRegex(@"^[+-]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+)$")]
    private static partial Regex GoDuration();

    [GeneratedRegex(@"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")]
    private static partial Regex GoPart();

    [GeneratedRegex(@"^\d{1,18}$")]
    private static partial Regex UnixTime();
}
