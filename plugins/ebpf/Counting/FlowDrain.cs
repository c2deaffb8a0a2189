// Hot: a lock twice a batch, and nobody waits while there is something to read or to merge.
using System.Diagnostics.CodeAnalysis;
using Steffi.Bpf;

namespace Steffi.Plugins.Ebpf;

/// <summary>Takes a batch of flows, valid during the call.</summary>
internal delegate void FlowReader(ReadOnlySpan<KernelFlow> flows);

/// <summary>
/// Reads maps in which nothing counts any more. To read a flow takes twice as long as to merge it, most of that waiting for memory: another thread reads, and the
/// one that merges does as well while nothing waits for it. One call at a time.
/// </summary>
/// <remarks>benchmarks/RESULTS.md: flows from the kernel's map into the table.</remarks>
internal sealed class FlowDrain
{
    /// <summary>So many flows are read at once: 180 KB, which the caches near a processor hold.</summary>
    public const int BatchSize = 512;

    private const int Batches = 6;
    private readonly object _sync = new();
    private readonly Queue<FlowBatch> _ready = new();
    private readonly Stack<FlowBatch> _free = new();
    private Source[] _sources = [];

    public FlowDrain()
    {
        for (int i = 0; i < Batches; i++)
            _free.Push(new FlowBatch());
    }

    /// <summary>Gives every flow to <paramref name="read"/>, on this thread, and leaves them in the maps.</summary>
    /// <returns>How many flows each map has.</returns>
    /// <exception cref="Steffi.Netlink.KernelCallException">The kernel refused.</exception>
    public int[] Read(BpfMap[] maps, FlowReader read)
    {
        _sources = Array.ConvertAll(maps, static map => new Source(map));
        Task? helper = null;
        try
        {
            while (Next() is { } batch)
            {
                // Few flows are not worth a second thread.
                helper ??= batch.Count == BatchSize ? Task.Run(Help) : null;
                read(batch.Flows.AsSpan(0, batch.Count));
                lock (_sync)
                {
                    _free.Push(batch);
                    Monitor.PulseAll(_sync);
                }
            }
        }
        finally
        {
            End();
            helper?.GetAwaiter().GetResult();
            while (_ready.TryDequeue(out var batch))
                _free.Push(batch);
        }
        return Array.ConvertAll(_sources, static source => source.Total);
    }

    /// <summary>Deletes every flow of a map, one by one.</summary>
    /// <exception cref="Steffi.Netlink.KernelCallException">The kernel refused.</exception>
    public void Empty(BpfMap map)
    {
        var room = _free.Peek();
        uint position = 0;
        bool isLast = false;
        for (bool isFirst = true; !isLast; isFirst = false)
            map.Take<ulong, KernelFlow>(ref position, isFirst, room.Keys, room.Flows, out isLast);
    }

    // What waits to be merged, else what this thread reads itself; null when that was all.
    private FlowBatch? Next()
    {
        Source? source;
        FlowBatch? batch;
        lock (_sync)
        {
            while (true)
            {
                if (_ready.TryDequeue(out batch))
                    return batch;
                if (TryTake(_sources, out source, out batch))
                    break;
                if (Array.TrueForAll(_sources, static one => one.IsOver && !one.IsTaken))
                    return null;
                Monitor.Wait(_sync);
            }
        }
        Read(source, batch, isOwn: true);
        return batch;
    }

    private void Help()
    {
        // From the other end.
        Source[] sources = [.. _sources.Reverse()];
        while (true)
        {
            Source? source;
            FlowBatch? batch;
            lock (_sync)
            {
                while (!TryTake(sources, out source, out batch))
                {
                    if (Array.TrueForAll(sources, static one => one.IsOver))
                        return;
                    Monitor.Wait(_sync);
                }
            }
            Read(source, batch, isOwn: false);
        }
    }

    private bool TryTake(Source[] sources, [NotNullWhen(true)] out Source? source, [NotNullWhen(true)] out FlowBatch? batch)
    {
        batch = null;
        source = Array.Find(sources, static one => !one.IsTaken && !one.IsOver);
        if (source is null || !_free.TryPop(out batch))
            return false;
        return source.IsTaken = true;
    }

    // What is not the merging thread's own is ready at the moment in which the map is over, or that thread would end without it.
    private void Read(Source source, FlowBatch batch, bool isOwn)
    {
        bool isLast = true;
        batch.Count = 0;
        try
        {
            batch.Count = source.Map.Read<ulong, KernelFlow>(ref source.Position, source.IsFirst, batch.Keys, batch.Flows, out isLast);
        }
        finally
        {
            lock (_sync)
            {
                source.Total += batch.Count;
                (source.IsFirst, source.IsOver, source.IsTaken) = (false, isLast, false);
                if (!isOwn)
                    _ready.Enqueue(batch);
                Monitor.PulseAll(_sync);
            }
        }
    }

    private void End()
    {
        lock (_sync)
        {
            foreach (var source in _sources)
                source.IsOver = true;
            Monitor.PulseAll(_sync);
        }
    }

    // How far a map has been read: by one thread at a time.
    private sealed class Source(BpfMap map)
    {
        public readonly BpfMap Map = map;
        public uint Position;
        public int Total;
        public bool IsFirst = true, IsTaken, IsOver;
    }

    private sealed class FlowBatch
    {
        public readonly ulong[] Keys = new ulong[BatchSize];
        public readonly KernelFlow[] Flows = new KernelFlow[BatchSize];
        public int Count;
    }
}
