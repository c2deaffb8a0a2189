using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>
/// Reads a foreign message from its front, integers in network order. What is not there reads as zero or empty and sets <see cref="Failed"/>,
/// so that a parser reads straight on and asks once.
/// </summary>
/// <param name="bytes">The message, maybe cut.</param>
public ref struct PayloadReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Whether something was asked for that is not there; from then on nothing is.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes that are left; none after a failure, so that a loop while there are some ends.</summary>
    public readonly int Left => Failed ? 0 : _bytes.Length - Position;

    /// <summary>What is left, unread.</summary>
    public readonly ReadOnlySpan<byte> Rest => Failed ? default : _bytes[Position..];

    /// <summary>The next byte.</summary>
    public byte Byte() => Bytes(1) is [var value] ? value : (byte)0;

    /// <summary>The next two bytes.</summary>
    public ushort UInt16() => Bytes(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : (ushort)0;

    /// <summary>The next three bytes.</summary>
    public int UInt24() => Bytes(3) is [var high, var middle, var low] ? high << 16 | middle << 8 | low : 0;

    /// <summary>The next four bytes.</summary>
    public uint UInt32() => Bytes(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32BigEndian(four) : 0;

    /// <summary>The next eight bytes.</summary>
    public ulong UInt64() => Bytes(8) is { Length: 8 } eight ? BinaryPrimitives.ReadUInt64BigEndian(eight) : 0;

    /// <summary>The next so many bytes: all of them, or none.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (Failed || count < 0 || count > Left)
        {
            Failed = true;
            return default;
        }
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>The next so many bytes, or as many of them as there are, which fails too.</summary>
    public ReadOnlySpan<byte> UpTo(int count)
    {
        if (!Failed && count >= 0 && count <= Left)
            return Bytes(count);
        var rest = Failed || count < 0 ? default : Rest;
        Position += rest.Length;
        Failed = true;
        return rest;
    }

    /// <summary>Leaves so many bytes out.</summary>
    public void Skip(int count) => Bytes(count);

    /// <summary>The next line, without its LF or CRLF.</summary>
    /// <returns>False when no line ends in what is left; nothing is read then.</returns>
    public bool TryLine(out ReadOnlySpan<byte> line)
    {
        int end = Failed ? -1 : Rest.IndexOf((byte)'\n');
        line = end < 0 ? default : Bytes(end + 1)[..end];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        return end >= 0;
    }
}
