// Hot: one call a frame that comes up. Unsafe within the two mapped areas, whose sizes the kernel gave; a record lies whole in the
// data area because that is mapped twice in a row.
using System.Runtime.InteropServices;
using Steffi.Netlink;

namespace Steffi.Bpf;

/// <summary>Reads a BPF_MAP_TYPE_RINGBUF in place. One thread at a time.</summary>
/// <remarks>Source: Documentation/bpf/ringbuf.rst.</remarks>
internal sealed unsafe partial class RingBuffer : IDisposable
{
    private const uint Busy = 1u << 31, Discarded = 1u << 30;
    private const int Header = 8;
    private static readonly nuint Page = (nuint)Environment.SystemPageSize;
    private readonly int _descriptor;
    private readonly nuint _size;
    private byte* _consumer;
    private byte* _producer;

    public RingBuffer(BpfMap map)
    {
        _descriptor = map.Descriptor;
        _size = (nuint)map.Entries;
        _consumer = Map(Page, 3, 0, map.Name);
        _producer = Map(Page + 2 * _size, 1, (nint)Page, map.Name);
    }

    /// <summary>Gives each record to <paramref name="read"/>, at most those that waited at the call, and frees their room.</summary>
    /// <returns>How many there were.</returns>
    public int Read<TState>(TState state, RecordReader<TState> read)
    {
        ulong at = *(ulong*)_consumer, end = Volatile.Read(ref *(ulong*)_producer);
        byte* data = _producer + Page;
        int count = 0;
        while (at < end)
        {
            byte* record = data + (nuint)(at & (_size - 1));
            uint length = Volatile.Read(ref *(uint*)record);
            if ((length & Busy) != 0)
                break;
            int bytes = (int)(length & ~Discarded);
            if ((length & Discarded) == 0)
            {
                read(state, new ReadOnlySpan<byte>(record + Header, bytes));
                count++;
            }
            at += (ulong)((bytes + Header + 7) & ~7);
            Volatile.Write(ref *(ulong*)_consumer, at);
        }
        return count;
    }

    /// <summary>Waits until the program wakes this reader or the time is over.</summary>
    public void Wait(int milliseconds)
    {
        var wait = new PollRecord { Descriptor = _descriptor, Events = 1 };
        _ = poll(&wait, 1, milliseconds);
    }

    public void Dispose()
    {
        if (_consumer != null)
            _ = munmap(_consumer, Page);
        if (_producer != null)
            _ = munmap(_producer, Page + 2 * _size);
        _consumer = _producer = null;
    }

    private byte* Map(nuint length, int protection, nint offset, string name)
    {
        byte* area = mmap(null, length, protection, 1, _descriptor, offset);
        if ((nint)area == -1)
        {
            int errno = Marshal.GetLastPInvokeError();
            Dispose();
            throw new KernelCallException("mmap", name, errno);
        }
        return area;
    }

    private struct PollRecord
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* mmap(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(void* address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollRecord* records, nuint count, int milliseconds);
}

/// <summary>Takes one record, valid during the call.</summary>
internal delegate void RecordReader<TState>(TState state, ReadOnlySpan<byte> record);
