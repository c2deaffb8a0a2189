using System.Buffers.Binary;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The handshake messages in a stream of TLS records, whichever way records cut them.</summary>
/// <remarks>Source: RFC 8446, 5.1.</remarks>
internal ref struct HandshakeStream(ReadOnlySpan<byte> records)
{
    public const byte Handshake = 22, Alert = 21, ChangeCipherSpec = 20, ApplicationData = 23, Heartbeat = 24;
    public const int HeaderLength = 5, MaxRecord = (1 << 14) + 2048;

    private ReadOnlySpan<byte> _records = records;
    private ReadOnlySpan<byte> _record;     // what is left of the current one
    private byte[]? _joined;                // a message that needed several

    /// <summary>Whether this may be the head of a record, as far as it is there.</summary>
    public static bool IsRecord(ReadOnlySpan<byte> bytes) =>
        bytes is [>= ChangeCipherSpec and <= Heartbeat, ..]
        && (bytes.Length < 2 || bytes[1] == 3)
        && (bytes.Length < 3 || bytes[2] <= 4)
        && (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]) is > 0 and <= MaxRecord);

    /// <summary>The next message.</summary>
    /// <param name="type">1 for a client's hello, 2 for a server's.</param>
    /// <param name="body">As far as it is there.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <returns>False when no further message begins, or something else than a handshake comes.</returns>
    public bool TryNext(out byte type, out ReadOnlySpan<byte> body, out bool isWhole)
    {
        type = 0;
        body = default;
        isWhole = false;
        Span<byte> head = stackalloc byte[4];
        if (Take(head) < 4)
            return false;
        type = head[0];
        int length = head[1] << 16 | head[2] << 8 | head[3];
        if (length <= _record.Length)
        {
            body = _record[..length];
            _record = _record[length..];
            isWhole = true;
            return true;
        }
        _joined = new byte[Math.Min(length, _record.Length + _records.Length)];
        int got = Take(_joined);
        body = _joined.AsSpan(0, got);
        isWhole = got == length;
        return true;
    }

    private int Take(scoped Span<byte> into)
    {
        int got = 0;
        while (got < into.Length && (_record.Length > 0 || TryOpenRecord()))
        {
            int part = Math.Min(into.Length - got, _record.Length);
            _record[..part].CopyTo(into[got..]);
            _record = _record[part..];
            got += part;
        }
        return got;
    }

    private bool TryOpenRecord()
    {
        if (_records.Length <= HeaderLength || _records[0] != Handshake || !IsRecord(_records))
            return false;
        int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(_records[3..]), _records.Length - HeaderLength);
        _record = _records.Slice(HeaderLength, length);
        _records = _records[(HeaderLength + length)..];
        return true;
    }
}
