namespace Steffi.Flows;

/// <summary>
/// When the flows of a partition's rows went on, a block of rows at a time. Rows stand in the order in which their flows were told of first, so that a
/// slice of time needs few blocks. One thread widens, any read.
/// </summary>
internal sealed class RowTimes
{
    /// <summary>Rows of a block: about 60 KB.</summary>
    public const uint BlockLength = 512;

    private Span[] _blocks = [];

    private struct Span(long from, long last)
    {
        public long From = from, Last = last;
    }

    /// <summary>Whether a flow of the block may have gone on within [from, last]; true for one that is not known.</summary>
    public bool Overlaps(uint block, long from, long last) =>
        Volatile.Read(ref _blocks) is var blocks && (block >= blocks.Length || blocks[block].From <= last && blocks[block].Last >= from);

    /// <returns>Whether the block's times changed.</returns>
    public bool Widen(uint block, long from, long last)
    {
        if (block >= _blocks.Length)
        {
            // Blocks that an earlier version left out may hold anything.
            var more = new Span[block + 1];
            Array.Fill(more, new Span(long.MinValue, long.MaxValue));
            _blocks.CopyTo(more, 0);
            more[block] = new Span(from, last);
            Volatile.Write(ref _blocks, more);
            return true;
        }

        ref var known = ref _blocks[block];
        if (known.From <= from && known.Last >= last) return false;
        if (from < known.From) Volatile.Write(ref known.From, from);
        if (last > known.Last) Volatile.Write(ref known.Last, last);
        return true;
    }

    public void Write(RowWriter row, uint block)
    {
        row.Clear();
        row.Signed(_blocks[block].From);
        row.Signed(_blocks[block].Last);
    }

    /// <exception cref="StoreCorruptException">The bytes are no times.</exception>
    public void Read(uint block, ReadOnlySpan<byte> bytes)
    {
        var (from, last) = FlowRow.ReadTimes(bytes);
        Widen(block, from, last);
    }
}
