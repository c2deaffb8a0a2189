namespace Steffi;

/// <summary>What an event says.</summary>
public enum EventKind : byte
{
    /// <summary>A node begins; of one that stands, all metadata is replaced.</summary>
    NodeAdded = 1,
    /// <summary>Paths of a node's metadata are set or removed; without effect on a node that does not stand at that time.</summary>
    NodeUpdated = 2,
    /// <summary>A node ends, and every edge that it has at that time.</summary>
    NodeDeleted = 3,
    /// <summary>An edge begins, if both its nodes stand; of one that stands, all metadata is replaced. An edge of the same id between other nodes ends.</summary>
    EdgeAdded = 4,
    /// <summary>Paths of an edge's metadata are set or removed; without effect on an edge that does not stand at that time.</summary>
    EdgeUpdated = 5,
    /// <summary>An edge ends.</summary>
    EdgeDeleted = 6,
    /// <summary>A node stands in this state, having been made earlier: what came before is not known.</summary>
    NodeSnapshot = 7,
    /// <summary>An edge stands in this state, having been made earlier: what came before is not known.</summary>
    EdgeSnapshot = 8,
    /// <summary>What it said of an element that was erased since is gone; the event keeps its place in its origin's numbering.</summary>
    Erased = 9,
    /// <summary>Counters of a node at an instant: no revision, but a sample of its series. The patch sets one map.</summary>
    NodeSampled = 10,
}

/// <summary>One change at one instant: the only way in which the graph changes.</summary>
/// <remarks>Events that come twice, late or out of order lead to the same graph as their replay in the order of (time, arrival).</remarks>
public readonly struct GraphEvent
{
    private readonly object? _change;   // a patch, or the path of a sample

    private GraphEvent(EventKind kind, DateTimeOffset time, ElementId id) => (Kind, Ticks, Id) = (kind, time.UtcTicks, id);

    internal GraphEvent(EventKind kind, long ticks, ElementId id) => (Kind, Ticks, Id) = (kind, ticks, id);

    private GraphEvent(EventKind kind, long ticks, ElementId id, MetadataPath map) : this(kind, ticks, id) => _change = map;

    internal long Ticks { get; }

    internal long CreatedTicks { get; init; }

    /// <summary>What happened.</summary>
    public EventKind Kind { get; }

    /// <summary>When it happened, UTC, to 100 ns.</summary>
    public DateTimeOffset Time => Instant.FromTicks(Ticks);

    /// <summary>The element.</summary>
    public ElementId Id { get; }

    /// <summary>EdgeAdded, EdgeSnapshot: where the edge starts.</summary>
    public ElementId ParentId { get; init; }

    /// <summary>EdgeAdded, EdgeSnapshot: where the edge leads.</summary>
    public ElementId ChildId { get; init; }

    /// <summary>Added and Snapshot: all metadata.</summary>
    public Metadata Metadata { get; init; }

    /// <summary>Updated: what changes. Sampled: sets one map of counters.</summary>
    public MetadataPatch? Patch
    {
        get => _change is MetadataPath map ? PatchOf(map, Metadata) : (MetadataPatch?)_change;
        init => _change = value;
    }

    /// <summary>Sampled: where the counters, which are the event's metadata, show; null where the event came as a patch.</summary>
    internal MetadataPath? SampledMap => _change as MetadataPath;

    /// <summary>Snapshot: when this life of the element began.</summary>
    public DateTimeOffset CreatedAt => Instant.FromTicks(CreatedTicks);

    /// <summary>Snapshot: the revision that it stands for.</summary>
    public int Revision { get; init; }

    /// <summary>What remains of an event whose element was erased: nothing but its place.</summary>
    internal static GraphEvent Erased => new(EventKind.Erased, 0, default);

    /// <summary>Whether the event speaks of one of the elements, or of an edge at one of them.</summary>
    internal bool SpeaksOf(IReadOnlySet<ElementId> ids) => ids.Contains(Id) || ids.Contains(ParentId) || ids.Contains(ChildId);

    /// <summary>A node begins.</summary>
    public static GraphEvent NodeAdded(DateTimeOffset time, ElementId id, Metadata metadata) =>
        new(EventKind.NodeAdded, time, id) { Metadata = metadata };

    /// <summary>A node changes.</summary>
    public static GraphEvent NodeUpdated(DateTimeOffset time, ElementId id, MetadataPatch patch) =>
        new(EventKind.NodeUpdated, time, id) { Patch = patch };

    /// <summary>Counters of a node are read.</summary>
    /// <param name="time">When.</param>
    /// <param name="id">The node.</param>
    /// <param name="map">Where they show in its metadata, as Metric.</param>
    /// <param name="counters">Integers by name, as RxBytes.</param>
    public static GraphEvent NodeSampled(DateTimeOffset time, ElementId id, MetadataPath map, Metadata counters) =>
        NodeSampled(time.UtcTicks, id, map, counters);

    internal static GraphEvent NodeSampled(long ticks, ElementId id, MetadataPath map, Metadata counters) =>
        new(EventKind.NodeSampled, ticks, id, map) { Metadata = counters };

    private static MetadataPatch PatchOf(MetadataPath map, Metadata counters)
    {
        var patch = new MetadataPatch();
        patch.Add(map, counters, removes: false);
        return patch;
    }

    /// <summary>A node ends, with its edges.</summary>
    public static GraphEvent NodeDeleted(DateTimeOffset time, ElementId id) => new(EventKind.NodeDeleted, time, id);

    /// <summary>An edge begins.</summary>
    public static GraphEvent EdgeAdded(DateTimeOffset time, ElementId id, ElementId parent, ElementId child, Metadata metadata) =>
        new(EventKind.EdgeAdded, time, id) { ParentId = parent, ChildId = child, Metadata = metadata };

    /// <summary>An edge changes.</summary>
    public static GraphEvent EdgeUpdated(DateTimeOffset time, ElementId id, MetadataPatch patch) =>
        new(EventKind.EdgeUpdated, time, id) { Patch = patch };

    /// <summary>An edge ends.</summary>
    public static GraphEvent EdgeDeleted(DateTimeOffset time, ElementId id) => new(EventKind.EdgeDeleted, time, id);

    /// <summary>A node stands, known from <paramref name="updatedAt"/> on.</summary>
    public static GraphEvent NodeSnapshot(DateTimeOffset updatedAt, ElementId id, Metadata metadata, DateTimeOffset createdAt, int revision) =>
        new(EventKind.NodeSnapshot, updatedAt, id) { Metadata = metadata, CreatedTicks = createdAt.UtcTicks, Revision = revision };

    /// <summary>An edge stands, known from <paramref name="updatedAt"/> on.</summary>
    public static GraphEvent EdgeSnapshot(
        DateTimeOffset updatedAt, ElementId id, ElementId parent, ElementId child, Metadata metadata, DateTimeOffset createdAt, int revision) =>
        new(EventKind.EdgeSnapshot, updatedAt, id)
        {
            ParentId = parent,
            ChildId = child,
            Metadata = metadata,
            CreatedTicks = createdAt.UtcTicks,
            Revision = revision,
        };
}
