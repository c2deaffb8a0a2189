using System.Runtime.InteropServices;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>
/// An iterator's program, which writes one record for each thing that it tells of. Of what belongs to network namespaces, a walk goes through that of the
/// calling thread. Not thread-safe.
/// </summary>
/// <remarks>Source: Documentation/bpf/bpf_iterators.rst.</remarks>
internal sealed unsafe class BpfIterator<TRecord> : IDisposable where TRecord : unmanaged
{
    // What the kernel gathers for one read(2) at most is 8 pages.
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly string _program;
    private readonly int _link;
    private readonly TraceLink? _owned;

    /// <param name="loaded">Whose program it is, to be attached.</param>
    /// <param name="program">Its name.</param>
    public BpfIterator(BpfObject loaded, string program)
    {
        _program = program;
        _owned = loaded.Attach(program);
        _link = _owned.Descriptor;
    }

    /// <param name="program">That is attached.</param>
    /// <param name="link">Its link's descriptor, which stays the caller's.</param>
    public BpfIterator(string program, int link) => (_program, _link) = (program, link);

    /// <summary>Gives each record to <paramref name="read"/>.</summary>
    /// <param name="state">Passed on.</param>
    /// <param name="read">Takes one record.</param>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public void Walk<TState>(TState state, Action<TState, TRecord> read)
    {
        int walk = Libbpf.bpf_iter_create(_link);
        if (walk < 0)
            throw new KernelCallException("bpf(BPF_ITER_CREATE)", _program, -walk, Capabilities.Missing());
        try
        {
            int filled = 0;
            while (Read(walk, ref filled))
            {
                var records = MemoryMarshal.Cast<byte, TRecord>(_buffer.AsSpan(0, filled));
                foreach (ref readonly var record in records)
                    read(state, record);
                int taken = records.Length * sizeof(TRecord);
                _buffer.AsSpan(taken, filled - taken).CopyTo(_buffer);
                filled -= taken;
            }
        }
        finally
        {
            _ = Libc.close(walk);
        }
    }

    public void Dispose() => _owned?.Dispose();

    private bool Read(int walk, ref int filled)
    {
        while (true)
        {
            nint length;
            fixed (byte* into = &_buffer[filled])
                length = Libc.read(walk, into, (nuint)(_buffer.Length - filled));
            if (length >= 0)
            {
                filled += (int)length;
                return length > 0;
            }
            // EAGAIN: a million things without a record.
            int errno = Marshal.GetLastPInvokeError();
            if (errno is not (Errno.EAGAIN or Errno.EINTR))
                throw new KernelCallException("read", _program, errno);
        }
    }
}
