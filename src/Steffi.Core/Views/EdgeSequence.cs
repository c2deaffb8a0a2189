using System.Collections;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Edges of a view in a stable order, to be walked with foreach without an allocation.</summary>
/// <remarks>Thread-safe; each walk starts anew and gives the same edges.</remarks>
public readonly struct EdgeSequence : IEnumerable<Edge>
{
    private readonly GraphView? _view;
    private readonly EdgeEntry?[]?[]? _blocks;
    private readonly BlockLife?[]? _lives;
    private readonly EdgeEntry?[]? _items;
    private readonly EdgeEntry? _only;
    private readonly int _count;

    private EdgeSequence(GraphView view, EntryTable<EdgeEntry>? table, EdgeEntry?[]? items, EdgeEntry? only, int count) =>
        (_view, _blocks, _lives, _items, _only, _count) = (view, table?.Blocks, table?.Lives, items, only, count);

    internal static EdgeSequence All(GraphView view, PublishedState state) => new(view, view.Graph.Tables.Edges, null, null, state.EdgeCount);

    internal static EdgeSequence Of(GraphView view, Adjacency edges)
    {
        var items = edges.Read(out var only, out int count);
        return new(view, null, items, only, count);
    }

    /// <summary>Starts a walk.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Edge> IEnumerable<Edge>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A walk over the edges.</summary>
    public struct Enumerator : IEnumerator<Edge>
    {
        private readonly EdgeSequence _edges;
        private readonly List<Revision>? _revisions;   // of one edge, where the view shows every revision
        private int _nextRevision;
        private EdgeEntry?[]? _items;
        private int _next;
        private EdgeEntry? _entry;
        private Revision? _at;
        private RevisionBatch? _batch;   // of a scan: what the view shows of some elements of a block
        private int _batchStart, _batchEnd;

        internal Enumerator(EdgeSequence edges)
        {
            _edges = edges;
            _items = edges._items;
            if (edges._view is { ShowsEvery: true })
                _revisions = [];
            else if (edges._blocks is not null)
                _batch = RevisionBatch.Rent();
        }

        /// <inheritdoc/>
        public readonly Edge Current => new(_edges._view!, _entry!, _at!);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_batch is not null)
                return MoveNextInBatch();
            if (_revisions is not null)
                return MoveNextRevision();
            while (MoveNextEntry())
            {
                _at = _edges._view!.Find(_entry!);
                if (_at is not null)
                    return true;
            }
            return false;
        }

        private bool MoveNextInBatch()
        {
            while (true)
            {
                while (_next < _batchEnd)
                {
                    int at = _next++;
                    if (_batch![at - _batchStart] is not { } shown)
                        continue;
                    _at = shown;
                    _entry = _items![at & (EntryTable<EdgeEntry>.BlockSize - 1)];
                    return true;
                }
                if (!FillBatch())
                    return false;
            }
        }

        private bool FillBatch()
        {
            while (_next < _edges._count)
            {
                int block = _next >> EntryTable<EdgeEntry>.BlockBits, at = _next & (EntryTable<EdgeEntry>.BlockSize - 1);
                if (at == 0 && _edges._view!.Misses(_edges._lives![block]!))
                {
                    _next += EntryTable<EdgeEntry>.BlockSize;
                    continue;
                }
                _items = _edges._blocks![block];
                _batchStart = _next;
                _batchEnd = Math.Min(_next + RevisionBatch.Size, _edges._count);
                _batch!.Find(_edges._view!, _items.AsSpan(at, _batchEnd - _batchStart));
                return true;
            }
            return false;
        }

        private bool MoveNextRevision()
        {
            while (_nextRevision == _revisions!.Count)
            {
                if (!MoveNextEntry())
                    return false;
                _revisions.Clear();
                _nextRevision = 0;
                _edges._view!.FindAll(_entry!, _revisions);
            }
            _at = _revisions[_nextRevision++];
            return true;
        }

        private bool MoveNextEntry()
        {
            while (_next < _edges._count)
            {
                int at = _next++;
                if (_edges._blocks is not null)
                {
                    if ((at & (EntryTable<EdgeEntry>.BlockSize - 1)) == 0)
                    {
                        int block = at >> EntryTable<EdgeEntry>.BlockBits;
                        if (_edges._view!.Misses(_edges._lives![block]!))
                        {
                            _next += EntryTable<EdgeEntry>.BlockSize - 1;
                            continue;
                        }
                        _items = _edges._blocks[block];
                    }
                    at &= EntryTable<EdgeEntry>.BlockSize - 1;
                }
                _entry = _items is null ? _edges._only : _items[at];
                if (_entry is not null)
                    return true;
            }
            return false;
        }

        /// <inheritdoc/>
        public void Reset()
        {
            Dispose();
            this = new Enumerator(_edges);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _batch?.Return();
            _batch = null;
        }
    }
}
