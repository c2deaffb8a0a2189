namespace Steffi;

/// <summary>One revision of a node as a view shows it.</summary>
/// <remarks>A cheap value of 24 bytes that allocates nothing and stays valid as long as it is held. Thread-safe. The members of
/// <c>default</c> throw.</remarks>
public readonly struct Node : IEquatable<Node>
{
    internal readonly NodeEntry Entry;
    internal readonly Revision At;

    internal Node(GraphView view, NodeEntry entry, Revision at)
    {
        View = view;
        Entry = entry;
        At = at;
    }

    /// <summary>The view that shows it.</summary>
    public GraphView View { get; }

    /// <summary>The identity, the same in all revisions.</summary>
    public ElementId Id => Entry.Id;

    /// <summary>Dense number of the node in this graph and process, from 0, the same in all revisions: an index for bitmaps.</summary>
    public int Index => Entry.Index;

    /// <summary>What the node holds in this revision; counters as <see cref="Transaction.Sample"/> told them last in the view.</summary>
    /// <remarks>Of a node with counters a new map each time: ask for single paths where that matters.</remarks>
    public Metadata Metadata => Entry.Series is null ? At.Metadata : View.WithSamples(Entry, At);

    /// <summary>The value at a dotted path; null when there is none.</summary>
    public MetadataValue this[string path] => TryGet(MetadataPath.Of(path), out var value) ? value : default;

    /// <summary>The value at a path.</summary>
    public bool TryGet(MetadataPath path, out MetadataValue value) => IsSampled(path)
        ? View.TryGetSampled(Entry, At, path, out value)
        : At.Metadata.TryGet(path, out value);

    /// <summary>Whether anything stands at the path.</summary>
    public bool Contains(MetadataPath path) => IsSampled(path) ? View.TryGetSampled(Entry, At, path, out _) : At.Metadata.Contains(path);

    /// <summary>The text at the path without an allocation.</summary>
    /// <returns>False when there is no string there, or it is longer than the target (which needs room for 40 at least).</returns>
    public bool TryGetText(MetadataPath path, Span<char> target, out int written) => (IsSampled(path) ? Metadata : At.Metadata).TryGetText(path, target, out written);

    internal PackedLookup LookUp(MetadataPath path, out ReadOnlySpan<byte> value)
    {
        value = default;
        return IsSampled(path) ? PackedLookup.Gathered : At.Metadata.LookUp(path, out value);
    }

    /// <summary>The samples of one counter, the oldest first: up to now on a live view, up to its instant on a past one, within its window
    /// on a window.</summary>
    /// <param name="path">The counter, as Metric.RxBytes.</param>
    /// <returns>Empty where nothing was sampled there.</returns>
    public IReadOnlyList<Sample> Samples(MetadataPath path) => View.SamplesOf(Entry, path);

    private bool IsSampled(MetadataPath path) => Entry.Series is { } series && series.Covers(path);

    /// <summary>The host that the node is on.</summary>
    public string Host => At.Provenance.Host;

    /// <summary>Who wrote the node.</summary>
    public string Origin => At.Provenance.Origin;

    /// <summary>When this life of the node began.</summary>
    public DateTimeOffset CreatedAt => Instant.FromTicks(At.CreatedAt);

    /// <summary>When this revision began.</summary>
    public DateTimeOffset UpdatedAt => Instant.FromTicks(At.Time);

    /// <summary>When this life of the node ended; null while it is alive at the end of the view's window.</summary>
    public DateTimeOffset? DeletedAt => View.EndOf(Entry, At.Number);

    /// <summary>1 at the creation, one more a change.</summary>
    public long Revision => At.Ordinal;

    /// <summary>The values that stood at a path, the oldest first: up to now on a live view, up to its instant on a past one, within
    /// its window on a window.</summary>
    /// <param name="path">A list or map is one value.</param>
    public IReadOnlyList<ValueSpan> History(MetadataPath path) => View.HistoryOf(Entry, path);

    /// <summary>Whether the node stood at every instant of the view.</summary>
    public bool StandsThroughout => View.ShowsThroughout(Entry);

    /// <summary>The edges that have this node as their parent.</summary>
    public EdgeSequence OutEdges => EdgeSequence.Of(View, ref Entry.Out);

    /// <summary>The edges that have this node as their child.</summary>
    public EdgeSequence InEdges => EdgeSequence.Of(View, ref Entry.In);

    /// <summary>The same revision of the same node; the views may differ.</summary>
    public bool Equals(Node other) => Entry == other.Entry && At == other.At;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Node other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Entry.Index, At.Number);

    /// <summary>The same revision of the same node.</summary>
    public static bool operator ==(Node left, Node right) => left.Equals(right);

    /// <summary>Another node or another revision.</summary>
    public static bool operator !=(Node left, Node right) => !left.Equals(right);

    /// <summary>The id and the metadata.</summary>
    public override string ToString() => $"{Id} {Metadata}";
}
