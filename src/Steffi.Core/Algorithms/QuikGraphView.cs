using System.Diagnostics.CodeAnalysis;
using QuikGraph;

namespace Steffi;

/// <summary>An edge of a view in QuikGraph's terms.</summary>
/// <param name="Edge">The edge behind it.</param>
public readonly record struct ViewEdge(Edge Edge) : IEdge<Node>
{
    /// <summary>The parent.</summary>
    public Node Source => Edge.Parent;

    /// <summary>The child.</summary>
    public Node Target => Edge.Child;
}

/// <summary>A view handed to QuikGraph's algorithms: directed, as parent to child. Nothing is copied.</summary>
/// <remarks>Thread-safe. Meant for a live view or an instant: a window holds several revisions of a node, which QuikGraph would take for
/// several vertices. Its algorithms run many times slower than the engine's own <see cref="GraphView.ShortestPath(Node, Node, Func{Edge, bool}?, CancellationToken)"/>.</remarks>
public sealed class QuikGraphView : IBidirectionalGraph<Node, ViewEdge>
{
    private readonly GraphView _view;

    /// <summary>Hands a view to QuikGraph.</summary>
    /// <exception cref="ArgumentException">The view is a window.</exception>
    public QuikGraphView(GraphView view)
    {
        if (view.Kind == ViewKind.Window)
            throw new ArgumentException("A window holds several revisions of a node: hand QuikGraph a live view or an instant.", nameof(view));
        _view = view;
    }

    /// <inheritdoc/>
    public bool IsDirected => true;

    /// <inheritdoc/>
    public bool AllowParallelEdges => true;

    /// <inheritdoc/>
    public bool IsVerticesEmpty => VertexCount == 0;

    /// <inheritdoc/>
    public int VertexCount => _view.CountNodes();

    /// <inheritdoc/>
    public IEnumerable<Node> Vertices => _view.Nodes;

    /// <inheritdoc/>
    public bool IsEdgesEmpty => EdgeCount == 0;

    /// <inheritdoc/>
    public int EdgeCount => _view.CountEdges();

    /// <inheritdoc/>
    public IEnumerable<ViewEdge> Edges => All(_view.Edges);

    /// <inheritdoc/>
    public bool ContainsVertex(Node vertex) => vertex.Entry is { } entry && _view.TryGetNode(entry.Index, out var node) && node == vertex;

    /// <inheritdoc/>
    public bool ContainsEdge(ViewEdge edge) => edge.Edge.View is not null && _view.TryGetEdge(edge.Edge.Id, out var known) && known == edge.Edge;

    /// <inheritdoc/>
    public bool ContainsEdge(Node source, Node target) => TryGetEdge(source, target, out _);

    /// <inheritdoc/>
    public bool TryGetEdge(Node source, Node target, [NotNullWhen(true)] out ViewEdge edge)
    {
        foreach (var candidate in Out(source))
        {
            if (candidate.ChildIndex == target.Index)
            {
                edge = new ViewEdge(candidate);
                return true;
            }
        }
        edge = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetEdges(Node source, Node target, out IEnumerable<ViewEdge> edges)
    {
        edges = OutEdges(source).Where(edge => edge.Edge.ChildIndex == target.Index).ToArray();
        return edges.Any();
    }

    /// <inheritdoc/>
    public bool IsOutEdgesEmpty(Node vertex) => OutDegree(vertex) == 0;

    /// <inheritdoc/>
    public int OutDegree(Node vertex) => Count(Out(vertex));

    /// <inheritdoc/>
    public IEnumerable<ViewEdge> OutEdges(Node vertex) => All(Out(vertex));

    /// <inheritdoc/>
    public bool TryGetOutEdges(Node vertex, out IEnumerable<ViewEdge> edges)
    {
        edges = All(Out(vertex));
        return ContainsVertex(vertex);
    }

    /// <inheritdoc/>
    public ViewEdge OutEdge(Node vertex, int index) => OutEdges(vertex).ElementAt(index);

    /// <inheritdoc/>
    public bool IsInEdgesEmpty(Node vertex) => InDegree(vertex) == 0;

    /// <inheritdoc/>
    public int InDegree(Node vertex) => Count(In(vertex));

    /// <inheritdoc/>
    public IEnumerable<ViewEdge> InEdges(Node vertex) => All(In(vertex));

    /// <inheritdoc/>
    public bool TryGetInEdges(Node vertex, out IEnumerable<ViewEdge> edges)
    {
        edges = All(In(vertex));
        return ContainsVertex(vertex);
    }

    /// <inheritdoc/>
    public ViewEdge InEdge(Node vertex, int index) => InEdges(vertex).ElementAt(index);

    /// <inheritdoc/>
    public int Degree(Node vertex) => OutDegree(vertex) + InDegree(vertex);

    // The edges of this view, wherever the caller has the node from; none of a node of another graph.
    private EdgeSequence Out(Node vertex) => ContainsVertex(vertex) ? EdgeSequence.Of(_view, ref vertex.Entry.Out) : default;

    private EdgeSequence In(Node vertex) => ContainsVertex(vertex) ? EdgeSequence.Of(_view, ref vertex.Entry.In) : default;

    private static IEnumerable<ViewEdge> All(EdgeSequence edges)
    {
        foreach (var edge in edges)
            yield return new ViewEdge(edge);
    }

    private static int Count(EdgeSequence edges)
    {
        int count = 0;
        foreach (var _ in edges)
            count++;
        return count;
    }
}
