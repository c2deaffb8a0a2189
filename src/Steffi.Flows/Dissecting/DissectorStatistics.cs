namespace Steffi.Flows;

/// <summary>What one dissector did for one table.</summary>
/// <param name="Name">Its class.</param>
/// <param name="Application">What it confirms.</param>
/// <param name="Asked">Looks at flows.</param>
/// <param name="Confirmed">Flows that were its protocol.</param>
/// <param name="Thrown">Flows for which it was dropped because it threw.</param>
/// <param name="LastError">The last of these, in one line; null when there was none.</param>
public readonly record struct DissectorStatistics(string Name, string Application, long Asked, long Confirmed, long Thrown, string? LastError)
{
    /// <summary>What each dissector did for several tables, in the order of the first.</summary>
    public static IReadOnlyList<DissectorStatistics> Sum(IEnumerable<DissectorStatistics> all) =>
        [.. all.GroupBy(one => one.Name).Select(same => same.Aggregate((left, right) => left with
        {
            Asked = left.Asked + right.Asked,
            Confirmed = left.Confirmed + right.Confirmed,
            Thrown = left.Thrown + right.Thrown,
            LastError = right.LastError ?? left.LastError,
        }))];
}
