using System.Globalization;
using System.Numerics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>asDate()</c>: a text in ISO 8601, or milliseconds since 1970.</summary>
internal sealed class AsDateStep : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            DateTimeOffset time => time,
            string text when Dates.TryParse(text, out var time) => time,
            sbyte or short or int or long => FromMilliseconds(Arithmetic.ToLong(traverser.Value)),
            BigInteger number when number >= long.MinValue && number <= long.MaxValue => FromMilliseconds((long)number),
            var other => throw new StepFailure($"Can't parse {Describe.Value(other)} as Date."),
        };
        return true;
    }

    private static DateTimeOffset FromMilliseconds(long milliseconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new StepFailure($"Can't parse {milliseconds} as Date.");
        }
    }
}

internal sealed class DateAddStep(DateUnit unit, long count) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var time = Dates.Of(traverser.Value, "dateAdd");
        try
        {
            value = unit switch
            {
                DateUnit.Second => time.AddSeconds(count),
                DateUnit.Minute => time.AddMinutes(count),
                DateUnit.Hour => time.AddHours(count),
                _ => time.AddDays(count),
            };
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new StepFailure("The date lies beyond the years 1 to 9999");
        }
    }
}

/// <summary><c>dateDiff()</c>: milliseconds from the other date; no date counts as 1970.</summary>
internal sealed class DateDiffStep(object? other, Traversal? traversal) : MapStep
{
    public override IEnumerable<Traversal> Children => traversal is null ? [] : [traversal];

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var time = Dates.Of(traverser.Value, "dateDiff");
        var with = other;
        if (traversal is not null) traversal.TryFirst(traverser, out with);
        value = (time - (with is null ? DateTimeOffset.UnixEpoch : Dates.Of(with, "dateDiff"))).Ticks / TimeSpan.TicksPerMillisecond;
        return true;
    }
}

internal static class Dates
{
    public static DateTimeOffset Of(object? value, string step) =>
        value is DateTimeOffset time ? time : throw new StepFailure($"{step} accept only DateTime. It met {Describe.Type(value)}");

    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.RoundtripKind, out time) && text.Contains('-', StringComparison.Ordinal);
}
