namespace Steffi;

/// <summary>When something stood in a block of elements: a scan of another time passes the block by.</summary>
/// <remarks>Written by the one writer; what it says may be too wide, never too narrow.</remarks>
internal sealed class BlockLife
{
    private long _first = long.MaxValue, _lastChange = long.MinValue, _changed;
    private int _alive;

    /// <summary>An element's head is to change from one revision to another.</summary>
    public void Change(Revision? from, Revision to)
    {
        // Readers look in the opposite order: who sees a new count sees at least the event of it.
        var rewritten = to as RewrittenRevision;
        Volatile.Write(ref _changed, Math.Max(_changed, rewritten?.Version ?? to.Number));
        var first = to;
        while (rewritten is not null && first.Previous is { } previous)
            first = previous;
        if (first.Time < _first)
            Volatile.Write(ref _first, first.Time);
        if (to.Time > _lastChange)
            Volatile.Write(ref _lastChange, to.Time);
        Count(from, to);
    }

    /// <summary>The same back again.</summary>
    public void Undo(Revision? now, Revision? old) => Count(now, old);

    /// <summary>Whether nothing in the block stood at any time from <paramref name="from"/> to <paramref name="last"/>, as of a version.</summary>
    public bool IsEmpty(long from, long last, long version)
    {
        if (Volatile.Read(ref _first) > last)
            return true;
        return Volatile.Read(ref _alive) == 0 && Volatile.Read(ref _lastChange) < from && Volatile.Read(ref _changed) <= version;
    }

    private void Count(Revision? from, Revision? to) =>
        Volatile.Write(ref _alive, _alive + (to is { Alive: true } ? 1 : 0) - (from is { Alive: true } ? 1 : 0));
}
