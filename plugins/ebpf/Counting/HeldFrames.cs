using Steffi.Bpf;

namespace Steffi.Plugins.Ebpf;

/// <summary>Frames that came up and wait for what was counted before them. Of bounded size; nothing is allocated for a frame. One thread.</summary>
internal sealed class HeldFrames
{
    private const int Room = 256 << 10;
    private readonly byte[] _bytes = new byte[Room];
    private readonly Queue<(long Time, int Start, int Length)> _frames = new();
    private int _end;

    /// <summary>Copies a record; false when there is no room.</summary>
    /// <param name="time">Of its frame, CLOCK_MONOTONIC, ns.</param>
    /// <param name="record">As it came.</param>
    public bool TryHold(long time, ReadOnlySpan<byte> record)
    {
        if (_frames.Count == 0)
            _end = 0;
        if (record.Length > Room - _end)
            return false;
        record.CopyTo(_bytes.AsSpan(_end));
        _frames.Enqueue((time, _end, record.Length));
        _end += record.Length;
        return true;
    }

    /// <summary>Gives those from before a moment, in the order in which they came.</summary>
    public void Release<TState>(long before, TState state, RecordReader<TState> read)
    {
        while (_frames.TryPeek(out var frame) && frame.Time < before)
        {
            _frames.Dequeue();
            read(state, _bytes.AsSpan(frame.Start, frame.Length));
        }
    }
}
