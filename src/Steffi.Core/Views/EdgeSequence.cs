using System.Collections;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Edges of a view in a stable order, to be walked with foreach without an allocation.</summary>
/// <remarks>Thread-safe; each walk starts anew and gives the same edges.</remarks>
public readonly struct EdgeSequence : IEnumerable<Edge>
{
    private readonly GraphView? _view;
    private readonly Adjacency.Enumerator _side;   // of a node
    private readonly int _count;                   // of a scan; -1 where the edges are those of a node

    private EdgeSequence(GraphView view, Adjacency.Enumerator side, int count) => (_view, _side, _count) = (view, side, count);

    internal static EdgeSequence All(GraphView view, PublishedState state) => new(view, default, state.EdgeCount);

    internal static EdgeSequence Of(GraphView view, ref Adjacency edges) => new(view, edges.GetEnumerator(), -1);

    /// <summary>Starts a walk.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Edge> IEnumerable<Edge>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A walk over the edges.</summary>
    public struct Enumerator : IEnumerator<Edge>
    {
        private readonly EdgeSequence _edges;
        private readonly EdgeTable? _table;
        private readonly List<Revision>? _revisions;   // of one edge, where the view shows every revision
        private int _nextRevision;
        private Adjacency.Enumerator _side;
        private int _next;
        private EdgeEntry _entry;
        private Revision? _at;
        private RevisionBatch? _batch;   // of a scan: what the view shows of some elements of a block
        private EdgeBlock? _block;
        private int _batchStart, _batchEnd;

        internal Enumerator(EdgeSequence edges)
        {
            _edges = edges;
            _side = edges._side;
            _table = edges._view?.Graph.Tables.Edges;
            if (edges._view is { ShowsEvery: true })
                _revisions = [];
            else if (edges._count > 0)
                _batch = RevisionBatch.Rent();
        }

        /// <inheritdoc/>
        public readonly Edge Current => new(_edges._view!, _entry, _at!);

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
                _at = _edges._view!.Find(_entry);
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
                    _entry = new EdgeEntry(_block!, at & (EdgeBlock.Size - 1));
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
                int place = _next & (EdgeBlock.Size - 1);
                if (place == 0 && PassesBlock())
                    continue;
                _batchStart = _next;
                _batchEnd = Math.Min(_next + RevisionBatch.Size, _edges._count);
                _batch!.Find(_edges._view!, _block!, place, _batchEnd - _batchStart);
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
                _edges._view!.FindAll(_entry, _revisions);
            }
            _at = _revisions[_nextRevision++];
            return true;
        }

        private bool MoveNextEntry()
        {
            if (_edges._count < 0)
            {
                if (!_side.MoveNext(_table!))
                    return false;
                _entry = _table![_side.Current];
                return true;
            }
            while (_next < _edges._count)
            {
                if ((_next & (EdgeBlock.Size - 1)) == 0 && PassesBlock())
                    continue;
                _entry = new EdgeEntry(_block!, _next++ & (EdgeBlock.Size - 1));
                return true;
            }
            return false;
        }

        /// <summary>Takes up the block of the next edge, or passes it by where nothing of it stands in the view.</summary>
        private bool PassesBlock()
        {
            _block = _table!.Blocks[_next >> EdgeBlock.Bits]!;
            if (!_edges._view!.Misses(_block.Life))
                return false;
            _next += EdgeBlock.Size;
            return true;
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
