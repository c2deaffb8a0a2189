namespace Steffi.Flows;

/// <summary>One captured frame: bytes that somebody else owns, and what is known of them. Valid as long as those bytes are.</summary>
/// <param name="bytes">As captured, maybe less than there was on the wire.</param>
/// <param name="time">Nanoseconds since 1970, UTC.</param>
/// <param name="linkType">What the bytes begin with.</param>
/// <param name="originalLength">On the wire; not less than the bytes.</param>
public readonly ref struct Frame(ReadOnlySpan<byte> bytes, long time, LinkType linkType, int originalLength)
{
    /// <summary>A frame that was captured whole.</summary>
    public Frame(ReadOnlySpan<byte> bytes, long time, LinkType linkType = LinkType.Ethernet) : this(bytes, time, linkType, bytes.Length)
    {
    }

    /// <summary>As captured, from the link header on.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Nanoseconds since 1970, UTC.</summary>
    public long Time { get; } = time;

    /// <summary>What <see cref="Bytes"/> begins with.</summary>
    public LinkType LinkType { get; } = linkType;

    /// <summary>Bytes on the wire: what metrics count, whatever the snap length left.</summary>
    public int OriginalLength { get; } = Math.Max(originalLength, bytes.Length);
}
