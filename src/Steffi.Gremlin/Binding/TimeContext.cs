namespace Steffi.Gremlin;

/// <summary>The time that Context asks for. Relative times are resolved when the query runs.</summary>
/// <param name="At">The instant, unless it is relative to now.</param>
/// <param name="FromNow">Added to the present instant when <paramref name="At"/> is null.</param>
/// <param name="Duration">The slice's length back from the instant; null for a point in time.</param>
internal sealed record TimeContext(DateTimeOffset? At, TimeSpan FromNow, TimeSpan? Duration)
{
    private const string WrongType = "Key 'Context' must be either an integer or a string";

    public static TimeContext Read(StepCall call)
    {
        var arguments = call.Arguments;
        if (arguments.Count == 0) throw call.Fail("At least one parameter must be provided to 'Context'");
        if (arguments.Count > 2) throw call.Fail("At most two parameters must be provided to 'Context'");
        var duration = arguments.Count == 2 ? ReadDuration(call, arguments[1]) : (TimeSpan?)null;
        return ReadInstant(call, arguments[0]) with { Duration = duration };
    }

    /// <summary>Both ends belong to it, at millisecond resolution, as in Skydive.</summary>
    /// <param name="now">The graph's present instant.</param>
    /// <param name="oldest">What FOREVER reaches back to where the epoch is forgotten.</param>
    public (TimeWindow Window, bool NewestOnly) Resolve(DateTimeOffset now, DateTimeOffset oldest)
    {
        var last = Truncate(At ?? Add(now, FromNow));
        var first = Duration is { } duration ? Truncate(Add(last, -duration)) : last;
        if (Duration == TimeSpan.MaxValue && first < oldest && oldest <= last) first = oldest;
        return (new TimeWindow(first, Add(last, TimeSpan.FromMilliseconds(1)), ClosedEnds: true), Duration is null);
    }

    public override string ToString() => string.Concat(
        At is { } at ? at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture) : $"now{(FromNow == default ? "" : $" {FromNow}")}",
        Duration is { } duration ? $" back {duration}" : "");

    private static TimeContext ReadInstant(StepCall call, StepArgument argument)
    {
        if (argument is { Kind: ArgumentKind.Constant, Constant: QueryConstant.Now }) return new TimeContext(null, default, null);
        if (argument.IsText)
        {
            var text = argument.Value.AsString();
            if (Rfc1123Time.TryRead(text, out var instant)) return new TimeContext(instant, default, null);
            if (GoDuration.TryRead(text, out var offset)) return new TimeContext(null, offset, null);
            throw call.Fail("Time must be in RFC1123 or in Go Duration format");
        }

        if (!argument.IsInteger) throw call.Fail(WrongType);
        var number = argument.Value.AsInt();
        try
        {
            var instant = number > int.MaxValue ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
            return new TimeContext(instant, default, null);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw call.Fail($"The time {number} is out of range: seconds since 1970, or milliseconds above {int.MaxValue}");
        }
    }

    private static TimeSpan ReadDuration(StepCall call, StepArgument argument)
    {
        if (argument is { Kind: ArgumentKind.Constant, Constant: QueryConstant.Forever }) return TimeSpan.MaxValue;
        TimeSpan duration;
        if (argument.IsText)
        {
            if (!GoDuration.TryRead(argument.Value.AsString(), out duration)) throw call.Fail($"time: invalid duration \"{argument.Value}\"");
        }
        else
        {
            if (!argument.IsInteger) throw call.Fail(WrongType);
            // Longer than the calendar is as good as FOREVER.
            var seconds = argument.Value.AsInt();
            duration = seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(Math.Max(seconds, -1)) : TimeSpan.MaxValue;
        }

        return duration >= TimeSpan.Zero ? duration : throw call.Fail($"The duration of 'Context' must not be negative: {argument}");
    }

    /// <summary>Stays between 1970 and the end of time instead of failing: FOREVER reaches back to the epoch. What is before it stays where it is.</summary>
    private static DateTimeOffset Add(DateTimeOffset time, TimeSpan offset)
    {
        var earliest = time < DateTimeOffset.UnixEpoch ? DateTimeOffset.MinValue : DateTimeOffset.UnixEpoch;
        if (offset < earliest - time) return earliest;
        return offset > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + offset;
    }

    private static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
