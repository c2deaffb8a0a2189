using System.Collections;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Nodes of a view in a stable order, to be walked with foreach without an allocation.</summary>
/// <remarks>Thread-safe; each walk starts anew and gives the same nodes.</remarks>
public readonly struct NodeSequence : IEnumerable<Node>
{
    private readonly GraphView? _view;
    private readonly NodeEntry?[]?[]? _blocks;
    private readonly BlockLife?[]? _lives;
    private readonly NodeEntry?[]? _items;
    private readonly int _count;

    // So many at once are found faster than one after another.
    private const int WorthBatch = 16;

    private NodeSequence(GraphView view, NodeTable? table, NodeEntry?[]? items, int count) =>
        (_view, _blocks, _lives, _items, _count) = (view, table?.Blocks, table?.Lives, items, count);

    internal static NodeSequence All(GraphView view, PublishedState state) => new(view, view.Graph.Tables.Nodes, null, state.NodeCount);

    internal static NodeSequence Of(GraphView view, NodeEntry?[] items, int count) => new(view, null, items, count);

    /// <summary>Starts a walk.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Node> IEnumerable<Node>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A walk over the nodes.</summary>
    public struct Enumerator : IEnumerator<Node>
    {
        private readonly NodeSequence _nodes;
        private readonly List<Revision>? _revisions;   // of one node, where the view shows every revision
        private int _nextRevision;
        private NodeEntry?[]? _items;
        private int _next;
        private NodeEntry? _entry;
        private Revision? _at;
        private RevisionBatch? _batch;   // of a scan: what the view shows of some elements of a block
        private int _batchStart, _batchEnd;

        internal Enumerator(NodeSequence nodes)
        {
            _nodes = nodes;
            _items = nodes._items;
            if (nodes._view is { ShowsEvery: true })
                _revisions = [];
            else if (nodes._blocks is not null || nodes._count >= WorthBatch)
                _batch = RevisionBatch.Rent();
        }

        /// <inheritdoc/>
        public readonly Node Current => new(_nodes._view!, _entry!, _at!);

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
                _at = _nodes._view!.Find(_entry!);
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
                    _entry = _items![_nodes._blocks is null ? at : at & (NodeTable.BlockSize - 1)];
                    return true;
                }
                if (!FillBatch())
                    return false;
            }
        }

        private bool FillBatch()
        {
            if (_nodes._blocks is null)
            {
                _batchStart = _next;
                _batchEnd = Math.Min(_next + RevisionBatch.Size, _nodes._count);
                _batch!.Find(_nodes._view!, _items.AsSpan(_batchStart, _batchEnd - _batchStart));
                return _batchEnd > _batchStart;
            }
            while (_next < _nodes._count)
            {
                int block = _next >> NodeTable.BlockBits, at = _next & (NodeTable.BlockSize - 1);
                if (at == 0 && _nodes._view!.Misses(_nodes._lives![block]!))
                {
                    _next += NodeTable.BlockSize;
                    continue;
                }
                _items = _nodes._blocks![block];
                _batchStart = _next;
                _batchEnd = Math.Min(_next + RevisionBatch.Size, _nodes._count);
                _batch!.Find(_nodes._view!, _items.AsSpan(at, _batchEnd - _batchStart));
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
                _nodes._view!.FindAll(_entry!, _revisions);
            }
            _at = _revisions[_nextRevision++];
            return true;
        }

        private bool MoveNextEntry()
        {
            while (_next < _nodes._count)
            {
                int at = _next++;
                if (_nodes._blocks is not null)
                {
                    if ((at & (NodeTable.BlockSize - 1)) == 0)
                    {
                        int block = at >> NodeTable.BlockBits;
                        if (_nodes._view!.Misses(_nodes._lives![block]!))
                        {
                            _next += NodeTable.BlockSize - 1;
                            continue;
                        }
                        _items = _nodes._blocks[block];
                    }
                    at &= NodeTable.BlockSize - 1;
                }
                _entry = _items![at];
                if (_entry is not null)
                    return true;
            }
            return false;
        }

        /// <inheritdoc/>
        public void Reset()
        {
            Dispose();
            this = new Enumerator(_nodes);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _batch?.Return();
            _batch = null;
        }
    }
}
