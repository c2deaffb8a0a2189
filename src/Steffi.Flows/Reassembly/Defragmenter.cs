using System.Buffers;

namespace Steffi.Flows;

/// <summary>What became of a fragment.</summary>
internal enum DefragmentOutcome
{
    /// <summary>It waits for the rest.</summary>
    Kept,

    /// <summary>It was the last that was missing.</summary>
    Whole,

    /// <summary>It is of no bytes, of a length that cannot be, or beyond its datagram's end; the datagram goes on waiting.</summary>
    Dropped,
}

/// <summary>Puts IPv4 and IPv6 datagrams together, within bounds: so many at once, each within 64 KB and half a minute.</summary>
/// <remarks>Used by the thread that feeds its table. Allocates only while it grows towards its bounds.</remarks>
internal sealed class Defragmenter : IDisposable
{
    /// <summary>Datagrams at once; for one more the oldest is given up.</summary>
    public const int MostDatagrams = 128;

    // RFC 791 proposes 15 s, RFC 8200 asks for 60 s; Linux takes 30.
    private const long Patience = 30_000_000_000;

    private readonly List<Datagram> _waiting = [];
    private readonly Stack<Datagram> _unused = new();
    private Datagram? _whole;

    private long _givenUp;

    /// <summary>Fragments whose datagram never became whole: the rest did not come in time, or there was no room to wait for it. May be read from any thread.</summary>
    public long GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>Of the datagram that became whole last.</summary>
    public ReadOnlySpan<byte> Whole => _whole is null ? default : _whole.Payload;

    /// <summary>Takes a fragment.</summary>
    /// <param name="part">The part whose payload the fragment is. When the datagram is whole it stands for all of it: its length is that of all frames.</param>
    /// <param name="protocol">What the datagram carries.</param>
    /// <param name="id">The identification that its fragments share.</param>
    /// <param name="offset">Of this fragment in the datagram's payload.</param>
    /// <param name="more">False for the last one.</param>
    /// <param name="captured">Its payload; where the capture cut it, zeros stand for the rest.</param>
    /// <param name="payload">The datagram's payload when it is whole; valid until the next call.</param>
    public DefragmentOutcome Add(
        ref PacketPart part, byte protocol, uint id, int offset, bool more, ReadOnlySpan<byte> captured, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (_whole is not null)
            Release(_whole);
        _whole = null;
        int length = part.PayloadLength;
        var datagram = Find(in part, protocol, id);
        if (length == 0 || more && length % 8 != 0 || offset + length > ushort.MaxValue || datagram?.Fits(offset, length, more) == false)
        {
            if (datagram is not null)
                datagram.Errors++;
            return DefragmentOutcome.Dropped;
        }
        datagram ??= Open(in part, protocol, id);
        if (!datagram.Put(offset, length, more, captured))
        {
            // The same fragment again: its frame still counts.
            datagram.Frames += part.Length;
            return DefragmentOutcome.Kept;
        }
        if (!datagram.IsWhole)
        {
            datagram.Fragments++;
            datagram.Frames += part.Length;
            return DefragmentOutcome.Kept;
        }
        Close(datagram);
        _whole = datagram;
        part.Length += datagram.Frames;
        (part.Fragments, part.FragmentErrors) = (datagram.Fragments, datagram.Errors);
        payload = datagram.Payload;
        return DefragmentOutcome.Whole;
    }

    /// <summary>Gives buffers back.</summary>
    public void Dispose()
    {
        foreach (var datagram in _waiting)
            datagram.Clear();
        _waiting.Clear();
        _whole?.Clear();
        _whole = null;
    }

    private Datagram? Find(in PacketPart part, byte protocol, uint id)
    {
        foreach (var datagram in _waiting)
            if (datagram.Is(in part, protocol, id) && part.Time - datagram.Since < Patience)
                return datagram;
        return null;
    }

    private Datagram Open(in PacketPart part, byte protocol, uint id)
    {
        while (_waiting.Count > 0 && (_waiting.Count >= MostDatagrams || part.Time - _waiting[0].Since >= Patience))
        {
            GiveUp(_waiting[0]);
        }
        var datagram = _unused.TryPop(out var used) ? used : new Datagram();
        datagram.Begin(in part, protocol, id);
        _waiting.Add(datagram);
        return datagram;
    }

    /// <summary>Waits for nothing more.</summary>
    public void Flush()
    {
        while (_waiting.Count > 0)
            GiveUp(_waiting[0]);
    }

    private void GiveUp(Datagram datagram)
    {
        _givenUp += datagram.Fragments;
        Close(datagram);
        Release(datagram);
    }

    private void Close(Datagram datagram) => _waiting.Remove(datagram);

    private void Release(Datagram datagram)
    {
        datagram.Clear();
        _unused.Push(datagram);
    }

    /// <summary>What has come of one datagram.</summary>
    private sealed class Datagram
    {
        private const int Unit = 8;
        private readonly ulong[] _came = new ulong[(ushort.MaxValue + 1) / Unit / 64];
        private ulong _sourceHigh, _sourceLow, _destinationHigh, _destinationLow;
        private uint _id;
        private byte _protocol, _version;
        private byte[] _buffer = [];
        private int _length, _received, _end;

        public long Since { get; private set; }

        public ushort Fragments { get; set; }

        /// <summary>Fragments that were none of it.</summary>
        public ushort Errors { get; set; }

        /// <summary>Original lengths of the frames that came before.</summary>
        public int Frames { get; set; }

        public bool IsWhole => _length >= 0 && _received == _length;

        public ReadOnlySpan<byte> Payload => _buffer.AsSpan(0, _length);

        public bool Is(in PacketPart part, byte protocol, uint id) =>
            _id == id && _protocol == protocol && _version == part.IPVersion && _sourceLow == part.SourceLow && _destinationLow == part.DestinationLow
            && _sourceHigh == part.SourceHigh && _destinationHigh == part.DestinationHigh;

        public void Begin(in PacketPart part, byte protocol, uint id)
        {
            (_sourceHigh, _sourceLow, _destinationHigh, _destinationLow) = (part.SourceHigh, part.SourceLow, part.DestinationHigh, part.DestinationLow);
            (_id, _protocol, _version, Since) = (id, protocol, part.IPVersion, part.Time);
            (_length, _received, _end, Fragments, Errors, Frames) = (-1, 0, 0, 0, 0, 0);
            Array.Clear(_came);
        }

        /// <summary>Whether the end that this fragment implies agrees with what is known.</summary>
        public bool Fits(int offset, int length, bool more) =>
            _length < 0 ? more || offset + length >= _end : more ? offset + length <= _length : offset + length == _length;

        /// <returns>False where it had come before.</returns>
        public bool Put(int offset, int length, bool more, ReadOnlySpan<byte> captured)
        {
            int first = offset / Unit, last = (offset + length + Unit - 1) / Unit, fresh = 0;
            for (int unit = first; unit < last; unit++)
                if ((_came[unit / 64] & 1UL << unit) == 0)
                    fresh++;
            if (fresh == 0)
                return false;
            // Where fragments overlap the first to come stays: a later one cannot rewrite what was seen.
            Grow(offset + length);
            for (int unit = first; unit < last; unit++)
            {
                if ((_came[unit / 64] & 1UL << unit) != 0)
                    continue;
                _came[unit / 64] |= 1UL << unit;
                int from = unit * Unit - offset, size = Math.Min(Unit, length - from);
                _received += size;
                var target = _buffer.AsSpan(offset + from, size);
                target.Clear();
                if (from < captured.Length)
                    captured.Slice(from, Math.Min(size, captured.Length - from)).CopyTo(target);
            }
            _end = Math.Max(_end, offset + length);
            if (!more)
                _length = offset + length;
            return true;
        }

        public void Clear()
        {
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        private void Grow(int size)
        {
            if (size <= _buffer.Length)
                return;
            byte[] larger = ArrayPool<byte>.Shared.Rent(size);
            _buffer.CopyTo(larger, 0);
            Clear();
            _buffer = larger;
        }
    }
}
