using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>A vertex or edge as a value: equal by id. What it holds is asked of the <see cref="TraversalGraph"/>, which knows of pending changes.</summary>
internal abstract class TraversalElement
{
    public abstract ElementId Id { get; }

    /// <summary>As <c>id()</c> gives it: the number that the id spells, else its text.</summary>
    public object PresentedId => Present(Id.ToString());

    internal static object Present(string text)
    {
        if (text.Length is 0 or > 19 || !char.IsAsciiDigit(text[^1]) || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number.ToString(CultureInfo.InvariantCulture) != text) return text;
        return number is >= int.MinValue and <= int.MaxValue ? (object)(int)number : number;
    }
}

/// <summary>A node of the view, or one that this query adds. Walks make one a move: it holds no more than the node itself.</summary>
internal sealed class Vertex : TraversalElement
{
    private readonly Node _node;
    private readonly object? _addedId;   // an ElementId

    public Vertex(Node node) => _node = node;

    public Vertex(ElementId added) => _addedId = added;

    public override ElementId Id => _addedId is null ? _node.Id : (ElementId)_addedId;

    /// <summary>Null for one that this query adds.</summary>
    public Node? Node => _addedId is null ? _node : null;

    // Elements of one graph are the same where their places are; reading an id costs more.
    public override bool Equals(object? obj) => obj is Vertex other
        && (_addedId is null && other._addedId is null ? _node.Index == other._node.Index && ReferenceEquals(_node.View.Graph, other._node.View.Graph) : other.Id == Id);

    public override int GetHashCode() => _addedId is null ? _node.Index : _addedId.GetHashCode();
}

/// <summary>An edge of the view, or one that this query adds.</summary>
internal sealed class EdgeElement : TraversalElement
{
    private readonly Edge _edge;
    private readonly AddedEdge? _added;

    public EdgeElement(Edge edge) => _edge = edge;

    /// <param name="id">Of the edge.</param>
    /// <param name="outId">The source, Skydive's parent.</param>
    /// <param name="inId">The target, Skydive's child.</param>
    public EdgeElement(ElementId id, ElementId outId, ElementId inId) => _added = new AddedEdge(id, outId, inId);

    public override ElementId Id => _added?.Id ?? _edge.Id;

    /// <summary>Null for one that this query adds.</summary>
    public Edge? Edge => _added is null ? _edge : null;

    public ElementId OutId => _added?.OutId ?? _edge.ParentId;

    public ElementId InId => _added?.InId ?? _edge.ChildId;

    public override bool Equals(object? obj) => obj is EdgeElement other
        && (_added is null && other._added is null ? _edge.Index == other._edge.Index && ReferenceEquals(_edge.View.Graph, other._edge.View.Graph) : other.Id == Id);

    public override int GetHashCode() => _added is null ? _edge.Index : _added.Id.GetHashCode();

    private sealed record AddedEdge(ElementId Id, ElementId OutId, ElementId InId);
}

/// <summary>A property of a vertex. It is an element in TinkerPop: equal where vertex, key and value are.</summary>
internal sealed class VertexProperty(Vertex owner, string key, object? value) : ElementProperty(key, value)
{
    public Vertex Vertex => owner;

    internal override object? Owner => owner;

    public override bool Equals(object? obj) => obj is VertexProperty other && other.Vertex.Equals(Vertex) && base.Equals(other);

    public override int GetHashCode() => HashCode.Combine(owner, base.GetHashCode());
}

/// <summary>A property of an edge: equal where key and value are.</summary>
internal sealed class EdgeProperty(EdgeElement owner, string key, object? value) : ElementProperty(key, value)
{
    internal override object? Owner => owner;
}
