namespace Steffi.Gremlin;

/// <summary>
/// What a costly test said of a packed string: a value that comes again, as Type and State do, is judged once. Shared by the
/// runs of a plan; entries are immutable and replaced whole, so a race costs a second judgement and nothing else.
/// </summary>
/// <param name="test">Judges a value alone.</param>
internal sealed class VerdictMemo(ValueTest test)
{
    private const int Slots = 256;

    /// <summary>So many entries without a return on them, and the values are all different: then remembering only costs.</summary>
    private const int MostMisses = 4 * Slots;

    private readonly Entry?[] _entries = new Entry?[Slots];
    private int _misses;

    private sealed record Entry(byte[] Value, bool Verdict);

    public bool Judge(ReadOnlySpan<byte> packed)
    {
        if (_misses >= MostMisses) return test.MatchesPacked(packed);
        ref var slot = ref _entries[(int)PackedHash.Of(packed) & (Slots - 1)];
        if (Volatile.Read(ref slot) is { } entry && packed.SequenceEqual(entry.Value))
        {
            if (_misses > 0) _misses--;
            return entry.Verdict;
        }

        var verdict = test.MatchesPacked(packed);
        _misses++;
        Volatile.Write(ref slot, new Entry(packed.ToArray(), verdict));
        return verdict;
    }
}
