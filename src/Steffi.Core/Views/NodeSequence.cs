using System.Collections;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Nodes of a view in a stable order, to be walked with foreach without an allocation.</summary>
/// <remarks>Thread-safe; each walk starts anew and gives the same nodes.</remarks>
public readonly struct NodeSequence : IEnumerable<Node>
{
    private readonly GraphView? _view;
    private readonly NodeSource _source;

    private NodeSequence(GraphView view, in NodeSource source) => (_view, _source) = (view, source);

    internal static NodeSequence All(GraphView view, PublishedState state) => new(view, new NodeSource(view.Graph.Tables.Nodes, state.NodeCount));

    internal static NodeSequence Of(GraphView view, NodeEntry?[] items, int count) => new(view, new NodeSource(items, count));

    /// <summary>Starts a walk.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Node> IEnumerable<Node>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A walk over the nodes.</summary>
    public struct Enumerator : IEnumerator<Node>
    {
        private ElementWalk<NodeSource, NodeEntry> _walk;

        internal Enumerator(in NodeSequence nodes) => _walk = new(nodes._view, nodes._source);

        /// <inheritdoc/>
        public readonly Node Current => new(_walk.View, _walk.Entry, _walk.At);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext() => _walk.MoveNext();

        /// <summary>Not supported: start another walk.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public readonly void Reset() => throw new NotSupportedException("Start another walk.");

        /// <inheritdoc/>
        public void Dispose() => _walk.Dispose();
    }
}
