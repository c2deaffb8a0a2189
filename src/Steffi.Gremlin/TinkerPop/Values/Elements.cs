using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>A vertex or edge as a value: equal by id. What it holds is asked of the <see cref="TraversalGraph"/>, which knows of pending changes.</summary>
internal abstract class TraversalElement(ElementId id)
{
    public ElementId Id => id;

    /// <summary>As <c>id()</c> gives it: the number that the id spells, else its text.</summary>
    public object PresentedId => Present(id.ToString());

    public override int GetHashCode() => id.GetHashCode();

    private static object Present(string text)
    {
        if (text.Length is 0 or > 19 || !char.IsAsciiDigit(text[^1]) || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number.ToString(CultureInfo.InvariantCulture) != text) return text;
        return number is >= int.MinValue and <= int.MaxValue ? (object)(int)number : number;
    }
}

/// <param name="id">Of the node.</param>
/// <param name="node">Where the view has it; null for one that this query adds.</param>
internal sealed class Vertex(ElementId id, Node? node) : TraversalElement(id)
{
    public Node? Node => node;

    public override bool Equals(object? obj) => obj is Vertex other && other.Id == Id;

    public override int GetHashCode() => base.GetHashCode();
}

/// <param name="id">Of the edge.</param>
/// <param name="edge">Where the view has it; null for one that this query adds.</param>
/// <param name="outId">The source, Skydive's parent.</param>
/// <param name="inId">The target, Skydive's child.</param>
internal sealed class EdgeElement(ElementId id, Edge? edge, ElementId outId, ElementId inId) : TraversalElement(id)
{
    public Edge? Edge => edge;

    public ElementId OutId => outId;

    public ElementId InId => inId;

    public override bool Equals(object? obj) => obj is EdgeElement other && other.Id == Id;

    public override int GetHashCode() => base.GetHashCode();
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
