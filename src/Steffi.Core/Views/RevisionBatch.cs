namespace Steffi;

/// <summary>What a view shows of many elements, found for all of them at once.</summary>
/// <remarks>Hot (figure: asof). Chains lie scattered in memory: one after another each step waits for it. Here every chain takes one
/// step in each pass and asks for what the next pass reads, so that the waits overlap. Used by one thread.</remarks>
internal sealed class RevisionBatch
{
    public const int Size = 256;

    [ThreadStatic]
    private static RevisionBatch? _spare;

    private readonly Slot[] _found = new Slot[Size];
    private readonly int[] _open = new int[Size];

    // Within a struct a reference is stored without the check that an array of a base class makes at every store.
    private struct Slot
    {
        public Revision? At;
    }

    /// <summary>The newest revision that the view shows of an element that was asked for; null where it shows none.</summary>
    public Revision? this[int index] => _found[index].At;

    public static RevisionBatch Rent()
    {
        var batch = _spare ?? new RevisionBatch();
        _spare = null;
        return batch;
    }

    public void Return()
    {
        Array.Clear(_found);
        _spare = this;
    }

    /// <param name="view">Not one that shows every revision.</param>
    /// <param name="entries">At most <see cref="Size"/>.</param>
    public void Find(GraphView view, ReadOnlySpan<NodeEntry?> entries)
    {
        foreach (var entry in entries)
            Prefetch.Of(entry);
        for (int i = 0; i < entries.Length; i++)
            _found[i].At = Ask(entries[i]);
        Follow(view, _found.AsSpan(0, entries.Length));
    }

    /// <inheritdoc cref="Find(GraphView, ReadOnlySpan{NodeEntry})"/>
    public void Find(GraphView view, ReadOnlySpan<EdgeEntry> entries)
    {
        for (int i = 0; i < entries.Length; i++)
            _found[i].At = Ask(view, entries[i]);
        Follow(view, _found.AsSpan(0, entries.Length));
    }

    /// <param name="view">Not one that shows every revision.</param>
    /// <param name="block">Of edges.</param>
    /// <param name="place">Of the first that is asked for.</param>
    /// <param name="count">At most <see cref="Size"/>.</param>
    public void Find(GraphView view, EdgeBlock block, int place, int count)
    {
        for (int i = 0; i < count; i++)
            _found[i].At = Ask(view, new EdgeEntry(block, place + i));
        Follow(view, _found.AsSpan(0, count));
    }

    private static Revision? Ask(GraphView view, EdgeEntry edge)
    {
        if (edge.Block.HeadOf(edge.Place) is not { } head)
            return view.Find(edge);
        Prefetch.Of(head);
        return head;
    }

    private static Revision? Ask(NodeEntry? entry)
    {
        if (entry is null)
            return null;
        var head = Volatile.Read(ref entry.Head);
        if (head != entry)
            Prefetch.Of(head);
        return head;
    }

    private void Follow(GraphView view, Span<Slot> found)
    {
        int open = 0;
        for (int i = 0; i < found.Length; i++)
        {
            ref var at = ref found[i].At;
            if (at is null || at == Revision.OfRecord)
                continue;
            at = view.Start(at, out bool isOpen);
            if (isOpen)
            {
                _open[open++] = i;
                Prefetch.Of(at);
            }
            else
            {
                Prefetch.Of(at?.Metadata.Bytes);
            }
        }
        while (open > 0)
        {
            int still = 0;
            for (int k = 0; k < open; k++)
            {
                ref var at = ref found[_open[k]].At;
                at = view.Step(at!, out bool isOpen);
                if (isOpen)
                {
                    _open[still++] = _open[k];
                    Prefetch.Of(at);
                }
                else
                {
                    Prefetch.Of(at?.Metadata.Bytes);
                }
            }
            open = still;
        }
    }
}
