namespace Steffi;

/// <summary>One revision of a directed edge as a view shows it.</summary>
/// <remarks>A cheap value of 32 bytes that allocates nothing and stays valid as long as it is held. Thread-safe. The members of
/// <c>default</c> throw.</remarks>
public readonly struct Edge : IEquatable<Edge>
{
    internal readonly EdgeEntry Entry;
    private readonly Revision _at;   // OfRecord where the edge has no other

    internal Edge(GraphView view, EdgeEntry entry, Revision at)
    {
        View = view;
        Entry = entry;
        _at = at;
    }

    /// <summary>The view that shows it.</summary>
    public GraphView View { get; }

    private bool IsOfRecord => _at == Steffi.Revision.OfRecord;

    internal long Number => IsOfRecord ? Entry.FirstNumber : _at.Number;

    internal Provenance Provenance => IsOfRecord ? Entry.FirstProvenance : _at.Provenance;

    /// <summary>The identity, the same in all revisions.</summary>
    public ElementId Id => Entry.Id;

    /// <summary>Dense number of the edge in this graph and process, from 0: an index for bitmaps.</summary>
    public int Index => Entry.Index;

    /// <summary>What the edge holds in this revision.</summary>
    public Metadata Metadata => IsOfRecord ? Entry.FirstMetadata : _at.Metadata;

    /// <summary>The value at a dotted path; null when there is none.</summary>
    public MetadataValue this[string path] => Metadata[path];

    /// <summary>The value at a path.</summary>
    public bool TryGet(MetadataPath path, out MetadataValue value) => Metadata.TryGet(path, out value);

    /// <summary>The host that the edge is on.</summary>
    public string Host => Provenance.Host;

    /// <summary>Who wrote the edge.</summary>
    public string Origin => Provenance.Origin;

    /// <summary>When this life of the edge began.</summary>
    public DateTimeOffset CreatedAt => Instant.FromTicks(IsOfRecord ? Entry.FirstTime : _at.CreatedAt);

    /// <summary>When this revision began.</summary>
    public DateTimeOffset UpdatedAt => Instant.FromTicks(IsOfRecord ? Entry.FirstTime : _at.Time);

    /// <summary>When this life of the edge ended; null while it is alive at the end of the view's window.</summary>
    public DateTimeOffset? DeletedAt => Entry.IsPlain ? null : View.EndOf(Entry, Number);

    /// <summary>1 at the creation, one more a change.</summary>
    public long Revision => IsOfRecord ? 1 : _at.Ordinal;

    /// <summary>The values that stood at a path, the oldest first: up to now on a live view, up to its instant on a past one, within
    /// its window on a window.</summary>
    /// <param name="path">A list or map is one value.</param>
    public IReadOnlyList<ValueSpan> History(MetadataPath path) => View.HistoryOf(Entry, path);

    /// <summary>Whether the edge stood at every instant of the view. A route over such edges of a window is one that held during all
    /// of it: <c>view.ShortestPath(a, b, edge => edge.StandsThroughout)</c>.</summary>
    public bool StandsThroughout => View.ShowsThroughout(Entry);

    /// <summary>The node that it starts from.</summary>
    public ElementId ParentId => Entry.Parent.Id;

    /// <summary>The node that it leads to.</summary>
    public ElementId ChildId => Entry.Child.Id;

    /// <summary>The node that it starts from; its newest revision where the view is a window.</summary>
    public Node Parent => View.Show(Entry.Parent);

    /// <summary>The node that it leads to; its newest revision where the view is a window.</summary>
    public Node Child => View.Show(Entry.Child);

    /// <summary><see cref="Node.Index"/> of the parent.</summary>
    public int ParentIndex => Entry.ParentIndex;

    /// <summary><see cref="Node.Index"/> of the child.</summary>
    public int ChildIndex => Entry.ChildIndex;

    /// <summary>The same revision of the same edge; the views may differ.</summary>
    public bool Equals(Edge other) => Entry == other.Entry && Number == other.Number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Edge other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Entry.Index, Number);

    /// <summary>The same revision of the same edge.</summary>
    public static bool operator ==(Edge left, Edge right) => left.Equals(right);

    /// <summary>Another edge or another revision.</summary>
    public static bool operator !=(Edge left, Edge right) => !left.Equals(right);

    /// <summary>The id, the ends and the metadata.</summary>
    public override string ToString() => $"{Id} {ParentId} -> {ChildId} {Metadata}";
}
