namespace Steffi.Flows;

/// <summary>The bytes of a capture from front to back: a piece of them at a time lies in memory, in place.</summary>
/// <remarks>Hot: a call of <see cref="Has"/>, <see cref="Peek"/> and <see cref="Take"/> a record. Nothing outside of <see cref="Next"/> to <see cref="End"/> is ever read.</remarks>
internal abstract unsafe class ByteWindow : IDisposable
{
    /// <summary>The next byte, in memory that does not move.</summary>
    protected byte* Next { get; set; }

    /// <summary>Behind the last byte in memory.</summary>
    protected byte* End { get; set; }

    /// <summary>Where the next byte stands in the whole.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes there are in all; null when only the end will tell.</summary>
    public abstract long? Length { get; }

    /// <summary>Why it ended early; null when it did not.</summary>
    public virtual string? Failure => null;

    /// <summary>How many of the next bytes are in memory.</summary>
    public int Available => (int)Math.Min(End - Next, int.MaxValue);

    /// <summary>Whether there are so many more bytes. Spans that were peeked before end with it.</summary>
    public bool Has(int count) => End - Next >= count || Fill(count);

    /// <summary>The next bytes, as many as <see cref="Has"/> said there are.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if ((uint)count > (ulong)(End - Next))
            throw new ArgumentOutOfRangeException(nameof(count));
        return new ReadOnlySpan<byte>(Next, count);
    }

    /// <summary>Goes past bytes that were peeked, or could be.</summary>
    public void Take(int count)
    {
        if ((uint)count > (ulong)(End - Next))
            throw new ArgumentOutOfRangeException(nameof(count));
        Next += count;
        Offset += count;
    }

    /// <summary>Brings bytes into memory until there are so many, or no more.</summary>
    protected abstract bool Fill(int count);

    public abstract void Dispose();
}
