using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Steffi.Bpf;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.NetNS;

/// <summary>
/// A process that was seen to begin, or to begin a program, in a namespace; NetNS is 0 while it may be making one. It may be only its thread Tid that is there.
/// </summary>
internal readonly record struct FirstProcess(long NetNS, int Pid, int Tid, string Name);

/// <summary>Tells of namespaces by the first processes in them, from Programs/namespaces.bpf.c; its programs end with it, and with this process.</summary>
internal sealed class NamespaceTracer : IDisposable
{
    private const int Patience = 100;   // milliseconds; the ring wakes its reader
    private const string Fork = "steffi_newtask", Exec = "steffi_exec", Device = "steffi_device";

    private readonly BpfObject _programs;
    private readonly TraceLink[] _links;
    private readonly RingBuffer _ring;
    private readonly Action _wake;
    private readonly ConcurrentQueue<FirstProcess> _seen = new();
    private readonly Thread _reader;
    private volatile bool _isEnding;

    private NamespaceTracer(BpfObject programs, IEnumerable<string> tracepoints, Action wake)
    {
        _programs = programs;
        _wake = wake;
        _ring = new RingBuffer(programs.Map("steffi_netns"));
        _links = [.. tracepoints.Select(programs.Attach)];
        _reader = new Thread(Read) { IsBackground = true, Name = "netns-trace" };
        _reader.Start();
    }

    /// <summary>Starts to tell.</summary>
    /// <param name="wake">Called on a thread of its own when there is something to take.</param>
    /// <exception cref="BpfLoadException">libbpf is missing, or the kernel refused a program.</exception>
    /// <exception cref="Steffi.Netlink.KernelCallException">It refused to attach one.</exception>
    public static NamespaceTracer Open(Action wake)
    {
        try
        {
            return Open([Fork, Exec, Device], wake);
        }
        catch (BpfLoadException refused) when (refused.Program == Device)
        {
            // Older kernels have no such tracepoint: the look at all processes finds what a process makes for itself.
            return Open([Fork, Exec], wake);
        }
    }

    private static NamespaceTracer Open(string[] tracepoints, Action wake)
    {
        var programs = BpfObject.Open("namespaces", typeof(NamespaceTracer).Assembly);
        try
        {
            if (!tracepoints.Contains(Device))
                programs.LeaveOut(Device);
            programs.Configure((uint)NamespaceFile.Own);
            programs.Load();
            return new NamespaceTracer(programs, tracepoints, wake);
        }
        catch
        {
            programs.Dispose();
            throw;
        }
    }

    public bool TryTake(out FirstProcess process) => _seen.TryDequeue(out process);

    public void Dispose()
    {
        _isEnding = true;
        _reader.Join();
        foreach (var link in _links)
            link.Dispose();
        _ring.Dispose();
        _programs.Dispose();
    }

    private void Read()
    {
        while (!_isEnding)
        {
            if (_ring.Read(_seen, static (seen, record) => seen.Enqueue(Process(record))) == 0)
                _ring.Wait(Patience);
            else
                _wake();
        }
    }

    // struct event: netns, pid, tid, comm[16].
    private static FirstProcess Process(ReadOnlySpan<byte> record)
    {
        var name = record.Slice(12, 16);
        int end = name.IndexOf((byte)0);
        return new FirstProcess(MemoryMarshal.Read<uint>(record), MemoryMarshal.Read<int>(record[4..]), MemoryMarshal.Read<int>(record[8..]),
            Encoding.UTF8.GetString(end < 0 ? name : name[..end]));
    }
}
