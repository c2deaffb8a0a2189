namespace Steffi;

/// <summary>When something stood in a block of elements: a scan of another time passes the block by.</summary>
/// <remarks>Written by the one writer; what it says may be too wide, never too narrow.</remarks>
internal sealed class BlockLife
{
    private long _first = long.MaxValue, _lastChange = long.MinValue, _changed;
    private int _alive;

    /// <summary>An element has its first revision.</summary>
    public void Begin(in RevisionEvent change, bool alive)
    {
        Widen(change.Number, change.Time, change.Time);
        if (alive)
            Volatile.Write(ref _alive, _alive + 1);
    }

    /// <summary>An element's head is to change from one revision to another.</summary>
    public void Change(Revision? from, Revision to)
    {
        var rewritten = to as RewrittenRevision;
        var first = to;
        while (rewritten is not null && first.Previous is { } previous)
            first = previous;
        Widen(rewritten?.Version ?? to.Number, first.Time, to.Time);
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

    private void Widen(long version, long first, long last)
    {
        // Readers look in the opposite order: who sees a new count sees at least the event of it.
        Volatile.Write(ref _changed, Math.Max(_changed, version));
        if (first < _first)
            Volatile.Write(ref _first, first);
        if (last > _lastChange)
            Volatile.Write(ref _lastChange, last);
    }

    private void Count(Revision? from, Revision? to) =>
        Volatile.Write(ref _alive, _alive + (to is { Alive: true } ? 1 : 0) - (from is { Alive: true } ? 1 : 0));
}
