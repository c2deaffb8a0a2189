using System.Collections;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Edges of a view in a stable order, to be walked with foreach without an allocation.</summary>
/// <remarks>Thread-safe; each walk starts anew and gives the same edges.</remarks>
public readonly struct EdgeSequence : IEnumerable<Edge>
{
    private readonly GraphView? _view;
    private readonly EdgeSource _source;

    private EdgeSequence(GraphView view, in EdgeSource source) => (_view, _source) = (view, source);

    internal static EdgeSequence All(GraphView view, PublishedState state) => new(view, new EdgeSource(view.Graph.Tables.Edges, state.EdgeCount));

    internal static EdgeSequence Of(GraphView view, ref Adjacency edges) => new(view, new EdgeSource(view.Graph.Tables.Edges, edges.GetEnumerator()));

    /// <summary>Starts a walk.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Edge> IEnumerable<Edge>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A walk over the edges.</summary>
    public struct Enumerator : IEnumerator<Edge>
    {
        private ElementWalk<EdgeSource, EdgeEntry> _walk;

        internal Enumerator(in EdgeSequence edges) => _walk = new(edges._view, edges._source);

        /// <inheritdoc/>
        public readonly Edge Current => new(_walk.View, _walk.Entry, _walk.At);

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
