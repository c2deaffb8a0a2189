using System.Collections;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Edges of a view in a stable order, to be walked with foreach without an allocation.</summary>
/// <remarks>Thread-safe; each walk starts anew and gives the same edges.</remarks>
public readonly struct EdgeSequence : IEnumerable<Edge>
{
    private readonly GraphView? _view;
    private readonly EdgeEntry?[]?[]? _blocks;
    private readonly EdgeEntry?[]? _items;
    private readonly EdgeEntry? _only;
    private readonly int _count;

    private EdgeSequence(GraphView view, EdgeEntry?[]?[]? blocks, EdgeEntry?[]? items, EdgeEntry? only, int count) =>
        (_view, _blocks, _items, _only, _count) = (view, blocks, items, only, count);

    internal static EdgeSequence All(GraphView view, PublishedState state) => new(view, view.Graph.Tables.Edges.Blocks, null, null, state.EdgeCount);

    internal static EdgeSequence Of(GraphView view, in Adjacency edges)
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

        internal Enumerator(EdgeSequence edges)
        {
            _edges = edges;
            _items = edges._items;
            if (edges._view is { ShowsEvery: true })
                _revisions = [];
        }

        /// <inheritdoc/>
        public readonly Edge Current => new(_edges._view!, _entry!, _at!);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
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
                        _items = _edges._blocks[at >> EntryTable<EdgeEntry>.BlockBits];
                    at &= EntryTable<EdgeEntry>.BlockSize - 1;
                }
                _entry = _items is null ? _edges._only : _items[at];
                if (_entry is not null)
                    return true;
            }
            return false;
        }

        /// <inheritdoc/>
        public void Reset() => this = new Enumerator(_edges);

        /// <inheritdoc/>
        public readonly void Dispose() { }
    }
}
