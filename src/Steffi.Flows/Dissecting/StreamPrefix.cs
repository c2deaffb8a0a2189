using System.Buffers;
using System.Runtime.CompilerServices;

namespace Steffi.Flows;

/// <summary>The first bytes of one direction of a TCP connection, put in order. A segment lies in the buffer where it belongs; gaps are known.</summary>
internal struct StreamPrefix
{
    private uint _base;
    private bool _hasBase;
    private byte[]? _buffer;
    private int _filled;            // in order from the base
    private int _inner;             // where what is still wanted begins
    private int _kept;              // where the buffer begins
    private int _islandCount;
    private Islands _islands;

    /// <summary>What is in order and still wanted.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _buffer is null ? default : _buffer.AsSpan(_inner - _kept, _filled - _inner);

    public readonly int Buffered => _buffer?.Length ?? 0;

    /// <summary>The sequence number of the first byte, from a SYN.</summary>
    public void Begin(uint first)
    {
        if (_filled > 0 || _islandCount > 0)
            return;
        _base = first;
        _hasBase = true;
    }

    /// <summary>Whether nothing came before this segment, so that it can be looked at where it lies.</summary>
    public readonly bool IsFirst(uint sequence) => _buffer is null && _filled == 0 && (!_hasBase || sequence == _base);

    /// <summary>Puts a segment where it belongs.</summary>
    /// <param name="sequence">Of its first byte.</param>
    /// <param name="segment">As captured.</param>
    /// <param name="limit">Bytes from the base that are kept.</param>
    /// <returns>Whether there is more in order now.</returns>
    public bool Add(uint sequence, ReadOnlySpan<byte> segment, int limit)
    {
        if (!_hasBase)
            Begin(sequence);
        int at = (int)(sequence - _base);
        if (at < 0)
        {
            if (at <= -segment.Length || at == int.MinValue)
                return false;
            segment = segment[-at..];
            at = 0;
        }
        if (at < _filled)
        {
            // What was seen first stands: a retransmission may not rewrite what dissectors have judged.
            if (segment.Length <= _filled - at)
                return false;
            segment = segment[(_filled - at)..];
            at = _filled;
        }
        if (at >= limit)
            return false;
        if (segment.Length > limit - at)
            segment = segment[..(limit - at)];
        if (at > _filled && !AddIsland(at, at + segment.Length))
            return false;
        Reserve(at + segment.Length - _kept);
        segment.CopyTo(_buffer.AsSpan(at - _kept));
        if (at > _filled)
            return false;
        _filled = at + segment.Length;
        JoinIslands();
        return true;
    }

    /// <summary>Whether all that may be kept is there.</summary>
    public readonly bool IsFull(int limit) => _filled >= limit;

    /// <summary>Whether something lies behind a gap that nobody will fill: the receiver has what was not captured.</summary>
    public readonly bool HasLost(uint acknowledgement) => _islandCount > 0 && (int)(acknowledgement - _base) >= FirstIsland;

    /// <summary>Whether something lies behind a gap.</summary>
    public readonly bool HasGap => _islandCount > 0;

    /// <summary>Goes on behind the first gap.</summary>
    /// <returns>How many bytes that leaves out, with those before it that were still wanted.</returns>
    public int SkipGap()
    {
        int skipped = FirstIsland - _inner;
        _filled = _inner = FirstIsland;
        JoinIslands();
        return skipped;
    }

    /// <summary>Leaves bytes that are not wanted again.</summary>
    public void Advance(int bytes)
    {
        _inner = Math.Clamp(_inner + Math.Max(bytes, 0), 0, _filled);
        if (_inner < _filled || _islandCount > 0 || _buffer is null)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _kept) = (null, _filled);
    }

    public void Return()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        this = default;
    }

    private readonly int FirstIsland
    {
        get
        {
            int first = int.MaxValue;
            for (int i = 0; i < _islandCount; i++)
                first = Math.Min(first, _islands[i].Start);
            return first;
        }
    }

    private void Reserve(int length)
    {
        if (_buffer is not null && _buffer.Length >= length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * Buffered));
        _buffer?.CopyTo(larger, 0);
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private bool AddIsland(int start, int end)
    {
        for (int i = 0; i < _islandCount; i++)
            if (start <= _islands[i].End && end >= _islands[i].Start)
            {
                _islands[i] = (Math.Min(start, _islands[i].Start), Math.Max(end, _islands[i].End));
                return true;
            }
        if (_islandCount == Islands.Count)
            return false;
        _islands[_islandCount++] = (start, end);
        return true;
    }

    private void JoinIslands()
    {
        for (int i = 0; i < _islandCount; i++)
            if (_islands[i].Start <= _filled)
            {
                _filled = Math.Max(_filled, _islands[i].End);
                _islands[i] = _islands[--_islandCount];
                i = -1;
            }
    }

    [InlineArray(Count)]
    private struct Islands
    {
        public const int Count = 6;
#pragma warning disable IDE0044, IDE0051 // An inline array's one field.
        private (int Start, int End) _first;
#pragma warning restore IDE0044, IDE0051
    }
}
