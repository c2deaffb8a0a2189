using System.Runtime.CompilerServices;

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

    /// <summary>On the stack, where a reference is stored without a word to the collector.</summary>
    [InlineArray(Size)]
    private struct Revisions
    {
        private Revision? _first;
    }

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
        var heads = new Revisions();
        foreach (var entry in entries)
            Prefetch.Of(entry);
        for (int i = 0; i < entries.Length; i++)
            heads[i] = Ask(entries[i]);
        Follow(view, heads[..entries.Length]);
    }

    /// <inheritdoc cref="Find(GraphView, ReadOnlySpan{NodeEntry})"/>
    public void Find(GraphView view, ReadOnlySpan<EdgeEntry> entries)
    {
        var heads = new Revisions();
        for (int i = 0; i < entries.Length; i++)
            heads[i] = Ask(view, entries[i]);
        Follow(view, heads[..entries.Length]);
    }

    /// <param name="view">Not one that shows every revision.</param>
    /// <param name="block">Of edges.</param>
    /// <param name="place">Of the first that is asked for.</param>
    /// <param name="count">At most <see cref="Size"/>.</param>
    public void Find(GraphView view, EdgeBlock block, int place, int count)
    {
        var heads = new Revisions();
        for (int i = 0; i < count; i++)
            heads[i] = Ask(view, new EdgeEntry(block, place + i));
        Follow(view, heads[..count]);
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

    private void Follow(GraphView view, Span<Revision?> at)
    {
        int open = 0;
        for (int i = 0; i < at.Length; i++)
        {
            bool isOpen = false;
            var next = at[i] is { } head && head != Revision.OfRecord ? view.Start(head, out isOpen) : at[i];
            Keep(i, next, isOpen, ref open, at);
        }
        while (open > 0)
        {
            int still = 0;
            for (int k = 0; k < open; k++)
            {
                int i = _open[k];
                var next = view.Step(at[i]!, out bool isOpen);
                Keep(i, next, isOpen, ref still, at);
            }
            open = still;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(int i, Revision? next, bool isOpen, ref int open, Span<Revision?> at)
    {
        if (isOpen)
        {
            _open[open++] = i;
            at[i] = next;
            Prefetch.Of(next);
        }
        else
        {
            _found[i].At = next;
            Prefetch.Of(next?.Metadata.Bytes);
        }
    }
}
