namespace Steffi;

/// <summary>One counter at one instant.</summary>
/// <param name="Time">UTC, to 100 ns.</param>
/// <param name="Value">As it was counted.</param>
public readonly record struct Sample(DateTimeOffset Time, long Value);
