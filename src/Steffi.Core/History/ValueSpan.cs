namespace Steffi;

/// <summary>A value at one metadata path and how long it stood there.</summary>
/// <param name="From">The instant from which on it stood. UTC.</param>
/// <param name="To">The first instant at which it did no more; null while it stands at the end of what the view shows.</param>
/// <param name="Value">Never null: a time without the key is a gap between two spans.</param>
public readonly record struct ValueSpan(DateTimeOffset From, DateTimeOffset? To, MetadataValue Value)
{
    /// <summary>The values that a chain of revisions held, the oldest first; neighbours of equal value are one span.</summary>
    /// <param name="head">The newest revision that counts; null for none.</param>
    /// <param name="from">UTC ticks; values that ended by then are left out.</param>
    /// <param name="path">Where in the metadata.</param>
    internal static IReadOnlyList<ValueSpan> Read(Revision? head, long from, MetadataPath path)
    {
        var spans = new List<ValueSpan>();   // the newest first
        long end = long.MaxValue;
        for (var at = head; at is not null && end > from; end = at.Time, at = at.Previous)
        {
            if (at.Time >= end || !at.Alive || !at.Metadata.TryGet(path, out var value))
                continue;
            DateTimeOffset? to = end == long.MaxValue ? null : Instant.FromTicks(end);
            if (spans.Count > 0 && spans[^1].Value == value && spans[^1].From == to)
                spans[^1] = spans[^1] with { From = Instant.FromTicks(at.Time) };
            else
                spans.Add(new(Instant.FromTicks(at.Time), to, value));
        }
        spans.Reverse();
        return spans;
    }
}
