namespace Steffi.Probes;

/// <summary>
/// When a failed probe is restarted: after <see cref="InitialDelay"/>, doubled with each failure in a row up to <see cref="MaxDelay"/>,
/// of which a random half is taken off at most, so that probes that failed of one cause do not all come back at once.
/// </summary>
/// <remarks>Source: "equal jitter" in M. Brooker, Exponential Backoff And Jitter, 2015.</remarks>
public sealed class RestartPolicy
{
    /// <summary>Before the first restart. More than zero; 1 s unless set.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest. At least <see cref="InitialDelay"/>; 1 min unless set.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A run that lasted so long was healthy: the delays start from <see cref="InitialDelay"/> again. More than zero; 2 min unless set.</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The delay after so many failures in a row.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="chance">0 (the longest delay) to 1 (half of it).</param>
    internal TimeSpan Delay(int failures, double chance)
    {
        // 2^40 times a tick is beyond any sensible MaxDelay, and no shift overflows a double.
        var full = Math.Min(MaxDelay.Ticks, InitialDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 40)));
        return TimeSpan.FromTicks((long)(full * (1 - chance / 2)));
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(InitialDelay, TimeSpan.Zero, nameof(InitialDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, InitialDelay, nameof(MaxDelay));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HealthyAfter, TimeSpan.Zero, nameof(HealthyAfter));
    }
}
