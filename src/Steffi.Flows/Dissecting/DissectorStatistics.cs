namespace Steffi.Flows;

/// <summary>What one dissector did for one table.</summary>
/// <param name="Name">Its class.</param>
/// <param name="Application">What it confirms.</param>
/// <param name="Asked">Looks at flows.</param>
/// <param name="Confirmed">Flows that were its protocol.</param>
/// <param name="Thrown">Flows for which it was dropped because it threw.</param>
/// <param name="LastError">The last of these, in one line; null when there was none.</param>
public readonly record struct DissectorStatistics(string Name, string Application, long Asked, long Confirmed, long Thrown, string? LastError);
