using System.Collections;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Nodes of a view in a stable order, to be walked with foreach without an allocation.</summary>
/// <remarks>Thread-safe; each walk starts anew and gives the same nodes.</remarks>
public readonly struct NodeSequence : IEnumerable<Node>
{
    private readonly GraphView? _view;
    private readonly NodeEntry?[]?[]? _blocks;
    private readonly NodeEntry?[]? _items;
    private readonly int _count;

    private NodeSequence(GraphView view, NodeEntry?[]?[]? blocks, NodeEntry?[]? items, int count) =>
        (_view, _blocks, _items, _count) = (view, blocks, items, count);

    internal static NodeSequence All(GraphView view, PublishedState state) => new(view, view.Graph.Tables.Nodes.Blocks, null, state.NodeCount);

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

        internal Enumerator(NodeSequence nodes)
        {
            _nodes = nodes;
            _items = nodes._items;
            if (nodes._view is { ShowsEvery: true })
                _revisions = [];
        }

        /// <inheritdoc/>
        public readonly Node Current => new(_nodes._view!, _entry!, _at!);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
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
                    if ((at & (EntryTable<NodeEntry>.BlockSize - 1)) == 0)
                        _items = _nodes._blocks[at >> EntryTable<NodeEntry>.BlockBits];
                    at &= EntryTable<NodeEntry>.BlockSize - 1;
                }
                _entry = _items![at];
                if (_entry is not null)
                    return true;
            }
            return false;
        }

        /// <inheritdoc/>
        public void Reset() => this = new Enumerator(_nodes);

        /// <inheritdoc/>
        public readonly void Dispose() { }
    }
}
