using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Steffi.Bpf;
using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>The kernel's word on each socket that opens and closes, from Programs/sockets.bpf.c. Its programs end with it, and with the process.</summary>
internal sealed class SocketTracer : IDisposable
{
    private const int Patience = 100;   // milliseconds; the ring wakes its reader

    private static readonly string[] Tracepoints = ["steffi_state", "steffi_send"],
        GroupHooks = ["steffi_bind4", "steffi_bind6", "steffi_connect4", "steffi_connect6", "steffi_release"];

    private readonly BpfObject _programs;
    private readonly TraceLink[] _links;
    private readonly RingBuffer _ring;
    private readonly ConcurrentQueue<SocketEvent> _events = new();
    private readonly SemaphoreSlim _something = new(0, 1);
    private readonly Thread _reader;
    private volatile bool _isEnding;

    private SocketTracer(BpfObject programs, string? group)
    {
        _programs = programs;
        TellsOfDatagramEnds = group is not null;
        _ring = new RingBuffer(programs.Map("steffi_sockets"));
        _links = [.. Tracepoints.Select(programs.Attach), .. group is null ? [] : GroupHooks.Select(hook => programs.AttachTo(hook, group))];
        _reader = new Thread(Read) { IsBackground = true, Name = "socketinfo-trace" };
        _reader.Start();
    }

    /// <summary>Whether it tells of UDP sockets that are closed, and of those that never send.</summary>
    public bool TellsOfDatagramEnds { get; }

    /// <param name="problem">Why it does not tell of UDP sockets that never send; null when it does.</param>
    /// <exception cref="BpfLoadException">libbpf is missing, or the kernel refused a program.</exception>
    /// <exception cref="KernelCallException">It refused to attach one.</exception>
    public static SocketTracer Open(out string? problem)
    {
        problem = ControlGroups.Root is null ? "no control groups of version 2 are mounted" : null;
        try
        {
            return Open(ControlGroups.Root);
        }
        catch (Exception refused) when (problem is null && refused is BpfLoadException or KernelCallException)
        {
            problem = refused.Message;
            return Open(group: null);
        }
    }

    private static SocketTracer Open(string? group)
    {
        var programs = BpfObject.Open("sockets", typeof(SocketTracer).Assembly);
        try
        {
            foreach (string hook in group is null ? GroupHooks : [])
                programs.LeaveOut(hook);
            programs.Load();
            return new SocketTracer(programs, group);
        }
        catch
        {
            programs.Dispose();
            throw;
        }
    }

    /// <summary>Events that found no room: as many sockets may have been missed.</summary>
    public long Missed => _programs.Map("steffi_missed").TryGet(0u, out long missed) ? missed : 0;

    /// <summary>Waits for an event, or until the time is over.</summary>
    public Task WaitAsync(TimeSpan time, CancellationToken stopping) => _something.WaitAsync(time, stopping);

    /// <summary>What came since the last call, in order.</summary>
    public List<SocketEvent> Take()
    {
        var taken = new List<SocketEvent>();
        while (_events.TryDequeue(out var one))
            taken.Add(one);
        return taken;
    }

    public void Dispose()
    {
        _isEnding = true;
        _reader.Join();
        foreach (var link in _links)
            link.Dispose();
        _ring.Dispose();
        _programs.Dispose();
        _something.Dispose();
    }

    private void Read()
    {
        while (!_isEnding)
        {
            if (_ring.Read(_events, static (events, record) => events.Enqueue(MemoryMarshal.Read<SocketEvent>(record))) == 0)
                _ring.Wait(Patience);
            else if (_something.CurrentCount == 0)
                _something.Release();
        }
    }
}
