namespace Steffi.Netlink;

/// <summary>Which readings of an interface's counters become samples: the first one, and both ends of each period with traffic.</summary>
internal sealed class LinkSamples(LinkStatistics? first, DateTimeOffset since)
{
    private readonly List<(DateTimeOffset Time, LinkStatistics Total)> _waiting = first is { } total ? [(since, total)] : [];
    private LinkStatistics _counted = first ?? default;
    private DateTimeOffset _countedAt = since;
    private bool _isSampled = first is not null;   // whether the last reading became a sample

    /// <summary>Takes in a reading.</summary>
    /// <returns>True when there is something to write.</returns>
    public bool Count(in LinkStatistics total, DateTimeOffset now)
    {
        bool grew = !total.Since(_counted).IsZero;
        if (grew)
        {
            // So that the growth is that of the last period, not of the silence before it.
            if (!_isSampled)
                _waiting.Add((_countedAt, _counted));
            _waiting.Add((now, total));
        }
        (_counted, _countedAt, _isSampled) = (total, now, grew);
        return grew;
    }

    /// <summary>Writes what waits; the node stands.</summary>
    /// <param name="transaction">Its own time is that of readings older than the node.</param>
    /// <param name="id">The node.</param>
    /// <param name="isNew">The node was first written in this transaction; one of the same id may have stood before.</param>
    public void Write(Transaction transaction, ElementId id, bool isNew)
    {
        var now = transaction.At;
        foreach (var (time, total) in _waiting)
        {
            transaction.At = isNew || time > now ? now : time;
            // A clock that was set back.
            if (!transaction.ContainsNode(id))
                transaction.At = now;
            transaction.Sample(id, "Metric", MetricMapping.Total(in total));
        }
        transaction.At = now;
        _waiting.Clear();
    }
}
