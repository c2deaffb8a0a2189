using System.Collections.Concurrent;

namespace Steffi;

/// <summary>Makes an index on a path that queries keep scanning for, and drops those that were used least where memory is short.</summary>
/// <remarks>Built on a thread of the pool, a few hundred nodes at a time under the writer's lock, so that no writer waits long.</remarks>
internal sealed class AutomaticIndexes(Graph graph, long budget)
{
    /// <summary>An index costs about as much as some scans: it is made once so many were paid.</summary>
    private const int WorthScans = 4;

    private const int FewestNodes = 1000, Slice = 256, BytesANode = 32, MostPaths = 256;

    private readonly ConcurrentDictionary<string, long> _scanned = new(StringComparer.Ordinal);
    private int _building;

    /// <summary>A query looked at so many nodes for a value at the path, for want of an index.</summary>
    public void Scanned(MetadataPath path, int nodes)
    {
        if (budget == 0 || nodes < FewestNodes || graph.Tables.IsSampled(path) || (_scanned.Count >= MostPaths && !_scanned.ContainsKey(path.Text)))
            return;
        if (_scanned.AddOrUpdate(path.Text, nodes, (_, before) => before + nodes) < (long)nodes * WorthScans)
            return;
        if ((long)nodes * BytesANode > budget || Interlocked.Exchange(ref _building, 1) != 0)
            return;
        _scanned.TryRemove(path.Text, out _);
        Task.Run(() => Build(path));
    }

    private void Build(MetadataPath path)
    {
        var tables = graph.Tables;
        var index = new MetadataIndex(path, unique: false) { IsAutomatic = true, Covered = 0 };
        lock (graph.Writer.Gate)
        {
            if (tables.IndexOn(path) is null)
                tables.Publish([.. tables.Indexes, index]);
        }
        bool more = true;
        while (more)
        {
            lock (graph.Writer.Gate)
                more = tables.Extend(index, Slice);
        }
        lock (graph.Writer.Gate)
            KeepWithinBudget(tables, index);
        Volatile.Write(ref _building, 0);
    }

    private void KeepWithinBudget(GraphTables tables, MetadataIndex made)
    {
        while (true)
        {
            var automatic = Array.FindAll(tables.Indexes, index => index.IsAutomatic);
            if (automatic.Sum(index => index.Bytes) <= budget)
                return;
            var least = automatic.Where(index => index != made).MinBy(index => index.LastUse) ?? made;
            tables.Publish(Array.FindAll(tables.Indexes, index => index != least));
        }
    }
}
