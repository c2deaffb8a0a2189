namespace Steffi;

/// <summary>Either a node or an edge.</summary>
internal readonly record struct Element(NodeEntry? Node, EdgeEntry Edge)
{
    public static implicit operator Element(NodeEntry node) => new(node, default);

    public static implicit operator Element(EdgeEntry edge) => new(null, edge);

    public ElementId Id => Node?.Id ?? Edge.Id;

    /// <summary>Newest revision; null for none.</summary>
    public Revision? Head => Node is null ? Edge.Head : Node.Head;

    /// <summary>The number of the revision that the entry itself holds; 0 for none.</summary>
    public long FirstNumber => Node?.Number ?? Edge.FirstNumber;

    public void SetHead(Revision? head)
    {
        if (Node is null)
            Edge.SetHead(head);
        else
            Volatile.Write(ref Node.Head, head);
    }

    public void ForgetFirst()
    {
        if (Node is null)
            Edge.Block.ForgetFirst(Edge.Place);
        else
            Node.ForgetFirst();
    }
}
