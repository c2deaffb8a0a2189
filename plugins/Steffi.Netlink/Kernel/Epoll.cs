using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Steffi.Netlink.Kernel;

/// <summary>Waits on many sockets with one thread, and can be woken by others.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    // struct epoll_event is packed on x86 and naturally aligned elsewhere.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int RecordLength = DataOffset + 8;
    private const int Batch = 256;
    private const long WakeMark = -1;

    private readonly byte[] _records = new byte[Batch * RecordLength];
    private readonly Lock _lock = new();
    private readonly int _epoll;
    private readonly int _wake;
    private bool _closed;

    public Epoll()
    {
        _epoll = Libc.epoll_create1(Libc.O_CLOEXEC);
        _wake = Libc.eventfd(0, Libc.O_CLOEXEC | Libc.SOCK_NONBLOCK);
        if (_epoll < 0 || _wake < 0)
            throw new KernelCallException("epoll_create1", "", Marshal.GetLastPInvokeError());
        Control(Libc.EPOLL_CTL_ADD, _wake, WakeMark);
    }

    /// <summary>From now on Wait returns the mark when the descriptor can be read. Closing the descriptor removes it.</summary>
    public void Add(int descriptor, int mark) => Control(Libc.EPOLL_CTL_ADD, descriptor, mark);

    /// <summary>Waits until a descriptor can be read, Wake is called or the time is over. Only one thread waits.</summary>
    public void Wait(TimeSpan time, List<int> marks)
    {
        marks.Clear();
        int milliseconds = (int)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, int.MaxValue);
        int count;
        fixed (byte* records = _records)
            count = Libc.epoll_wait(_epoll, records, Batch, milliseconds);
        for (int i = 0; i < count; i++)
        {
            long mark = BinaryPrimitives.ReadInt64LittleEndian(_records.AsSpan(i * RecordLength + DataOffset));
            if (mark == WakeMark)
                Drain();
            else
                marks.Add((int)mark);
        }
    }

    /// <summary>Makes Wait return; thread-safe, also after Dispose.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            ulong one = 1;
            _ = Libc.write(_wake, (byte*)&one, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            _ = Libc.close(_wake);
            _ = Libc.close(_epoll);
        }
    }

    private void Drain()
    {
        ulong count;
        _ = Libc.read(_wake, (byte*)&count, sizeof(ulong));
    }

    private void Control(int operation, int descriptor, long mark)
    {
        byte* record = stackalloc byte[16];
        var bytes = new Span<byte>(record, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Libc.EPOLLIN);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[DataOffset..], mark);
        if (Libc.epoll_ctl(_epoll, operation, descriptor, record) < 0)
            throw new KernelCallException("epoll_ctl", "", Marshal.GetLastPInvokeError());
    }
}
