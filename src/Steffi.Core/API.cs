// The public surface of Steffi.Core as agreed; each type moves to its room as it is built.
#pragma warning disable CS1591, CS9113, CA1822, CS0067, CA1065
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
namespace Steffi;

// ---------- Metadata ----------
public enum ValueKind : byte { Null, Bool, Int, Double, String, List, Map }

/// One metadata value: null, bool, 64-bit integer, double, string, list or map. Immutable, 16 bytes.
public readonly struct MetadataValue : IEquatable<MetadataValue>
{
    public static MetadataValue Null => default;
    public ValueKind Kind => throw null!;
    public bool IsNull => throw null!;
    public static implicit operator MetadataValue(bool v) => throw null!;
    public static implicit operator MetadataValue(int v) => throw null!;
    public static implicit operator MetadataValue(long v) => throw null!;
    public static implicit operator MetadataValue(double v) => throw null!;
    public static implicit operator MetadataValue(string? v) => throw null!;
    public static implicit operator MetadataValue(Metadata v) => throw null!;
    public static implicit operator MetadataValue(MetadataValue[] v) => throw null!;   // list; not copied, do not change it afterwards
    public static implicit operator MetadataValue(string[] v) => throw null!;
    public static MetadataValue List(IEnumerable<MetadataValue> items) => throw null!;
    // As*: the value if it is of that kind, else InvalidOperationException naming both kinds
    public bool AsBool() => throw null!;
    public long AsInt() => throw null!;
    public double AsDouble() => throw null!;        // Int or Double
    public string AsString() => throw null!;
    public IReadOnlyList<MetadataValue> AsList() => throw null!;
    public Metadata AsMap() => throw null!;
    public bool Equals(MetadataValue other) => throw null!;   // exact: Int 1 != Double 1.0
    public override bool Equals(object? obj) => throw null!;
    public override int GetHashCode() => throw null!;
    public override string ToString() => throw null!;          // strings bare, everything else as JSON
    public void WriteTo(Utf8JsonWriter writer) => throw null!;
    public static MetadataValue FromJson(JsonElement json) => throw null!;
}

/// An immutable map from key to value. default = empty. Enumerates in ordinal key order.
public readonly struct Metadata : IEquatable<Metadata>, IEnumerable<KeyValuePair<string, MetadataValue>>
{
    public static Metadata Empty => default;
    public static Metadata Of(params ReadOnlySpan<(string Key, MetadataValue Value)> pairs) => throw null!;
    public static Metadata FromJson(JsonElement json) => throw null!;
    public int Count => throw null!;
    /// By dotted path; Null when absent. Through a list of maps a path gathers a list of what its maps hold.
    public MetadataValue this[string path] => throw null!;
    public bool TryGet(string path, out MetadataValue value) => throw null!;
    public bool TryGet(MetadataPath path, out MetadataValue value) => throw null!;
    public bool Contains(MetadataPath path) => throw null!;
    public Metadata With(MetadataPatch patch) => throw null!;
    /// What turns this map into `target`: its changed keys set, its missing keys removed.
    public MetadataPatch DiffTo(Metadata target) => throw null!;
    public void WriteTo(Utf8JsonWriter writer) => throw null!;
    public bool Equals(Metadata other) => throw null!;
    public override bool Equals(object? obj) => throw null!;
    public override int GetHashCode() => throw null!;
    public override string ToString() => throw null!;          // JSON
    public IEnumerator<KeyValuePair<string, MetadataValue>> GetEnumerator() => throw null!;
    IEnumerator IEnumerable.GetEnumerator() => throw null!;
}

/// new MetadataBuilder { ["Name"] = "eth0", ["MTU"] = 1500 } — converts to Metadata.
public sealed class MetadataBuilder : IEnumerable
{
    public MetadataBuilder() { }
    public MetadataBuilder(Metadata start) { }
    public MetadataValue this[string key] { get => throw null!; set => throw null!; }   // top-level key, taken literally
    public bool Remove(string key) => throw null!;
    public Metadata Build() => throw null!;
    public static implicit operator Metadata(MetadataBuilder b) => throw null!;
    IEnumerator IEnumerable.GetEnumerator() => throw null!;
}

/// A dotted path, parsed once. Of() interns: call it once and keep it on hot paths.
public sealed class MetadataPath
{
    public static MetadataPath Of(string path) => throw null!;
    public string Text => throw null!;
    public static implicit operator MetadataPath(string path) => throw null!;
    public override string ToString() => throw null!;
}

/// A change of metadata: dotted paths to set and to remove. new MetadataPatch { ["MTU"] = 9000 }.Remove("Speed")
public sealed class MetadataPatch : IEnumerable
{
    public MetadataValue this[string path] { set => throw null!; }
    public MetadataPatch Remove(string path) => throw null!;
    public bool IsEmpty => throw null!;
    IEnumerator IEnumerable.GetEnumerator() => throw null!;
}

// ---------- Elements ----------
/// Text identity; UUIDs are held in 16 bytes. Case-sensitive, except that a UUID is kept in lower case.
public readonly struct ElementId : IEquatable<ElementId>, IComparable<ElementId>
{
    public static ElementId New() => throw null!;                              // random UUID
    public static ElementId FromName(params ReadOnlySpan<string> parts) => throw null!;   // UUIDv5 of the parts: the same parts give the same id everywhere
    public static implicit operator ElementId(string text) => throw null!;
    public static implicit operator ElementId(Guid id) => throw null!;
    public bool IsEmpty => throw null!;
    public bool Equals(ElementId other) => throw null!;
    public override bool Equals(object? obj) => throw null!;
    public override int GetHashCode() => throw null!;
    public int CompareTo(ElementId other) => throw null!;
    public override string ToString() => throw null!;
    public static bool operator ==(ElementId a, ElementId b) => throw null!;
    public static bool operator !=(ElementId a, ElementId b) => throw null!;
}

/// One revision of a node as a view shows it. A cheap value: 24 bytes, no allocation.
public readonly struct Node : IEquatable<Node>   // equal: same id and same revision
{
    public ElementId Id => throw null!;
    public int Index => throw null!;        // dense number of the element, 0.., for bitmaps; the same for all its revisions
    public Metadata Metadata => throw null!;
    public MetadataValue this[string path] => throw null!;
    public bool TryGet(MetadataPath path, out MetadataValue value) => throw null!;
    public string Host => throw null!;
    public string Origin => throw null!;
    public DateTimeOffset CreatedAt => throw null!;
    public DateTimeOffset UpdatedAt => throw null!;
    public DateTimeOffset? DeletedAt => throw null!;   // null while alive at the end of the view's window
    public long Revision => throw null!;               // 1 at creation, +1 a change
    public GraphView View => throw null!;
    public EdgeSequence OutEdges => throw null!;       // edges whose parent this is
    public EdgeSequence InEdges => throw null!;
    public bool Equals(Node other) => throw null!;
    public override bool Equals(object? obj) => throw null!;
    public override int GetHashCode() => throw null!;
}

public readonly struct Edge : IEquatable<Edge>
{
    public ElementId Id => throw null!;
    public int Index => throw null!;
    public Metadata Metadata => throw null!;
    public MetadataValue this[string path] => throw null!;
    public bool TryGet(MetadataPath path, out MetadataValue value) => throw null!;
    public string Host => throw null!;
    public string Origin => throw null!;
    public DateTimeOffset CreatedAt => throw null!;
    public DateTimeOffset UpdatedAt => throw null!;
    public DateTimeOffset? DeletedAt => throw null!;
    public long Revision => throw null!;
    public GraphView View => throw null!;
    public ElementId ParentId => throw null!;
    public ElementId ChildId => throw null!;
    public Node Parent => throw null!;      // in a window view: its newest revision in the window
    public Node Child => throw null!;
    public int ParentIndex => throw null!;
    public int ChildIndex => throw null!;
    public bool Equals(Edge other) => throw null!;
    public override bool Equals(object? obj) => throw null!;
    public override int GetHashCode() => throw null!;
}

/// Struct enumerables: foreach without allocation; stable order (creation order in this graph).
public readonly struct NodeSequence : IEnumerable<Node>
{
    public struct Enumerator : IEnumerator<Node>
    {
        public Node Current => throw null!;
        public bool MoveNext() => throw null!;
        object IEnumerator.Current => throw null!;
        public void Reset() => throw null!;
        public void Dispose() { }
    }
    public Enumerator GetEnumerator() => throw null!;
    IEnumerator<Node> IEnumerable<Node>.GetEnumerator() => throw null!;
    IEnumerator IEnumerable.GetEnumerator() => throw null!;
}
public readonly struct EdgeSequence : IEnumerable<Edge>
{
    public struct Enumerator : IEnumerator<Edge>
    {
        public Edge Current => throw null!;
        public bool MoveNext() => throw null!;
        object IEnumerator.Current => throw null!;
        public void Reset() => throw null!;
        public void Dispose() { }
    }
    public Enumerator GetEnumerator() => throw null!;
    IEnumerator<Edge> IEnumerable<Edge>.GetEnumerator() => throw null!;
    IEnumerator IEnumerable.GetEnumerator() => throw null!;
}

// ---------- Views ----------
public enum ViewKind { Live, Instant, Window }

/// A consistent, read-only view: fixed at the moment it was made, whatever is written afterwards. Thread-safe; needs no disposal.
public sealed class GraphView
{
    internal GraphView() { }
    public ViewKind Kind => throw null!;
    public Graph Graph => throw null!;
    public NodeSequence Nodes => throw null!;          // in a Window view every revision in the window is an item of its own, oldest first per element
    public EdgeSequence Edges => throw null!;
    public int CountNodes() => throw null!;            // O(1) on a Live view
    public int CountEdges() => throw null!;
    public bool TryGetNode(ElementId id, out Node node) => throw null!;   // newest revision in the view
    public bool TryGetEdge(ElementId id, out Edge edge) => throw null!;
    /// Every revision of one element in the view, oldest first (at most one unless Kind is Window)
    public IReadOnlyList<Node> Revisions(ElementId nodeId) => throw null!;
    /// The node behind Node.Index / Edge.ParentIndex in this view; false when it is not alive here.
    public bool TryGetNode(int index, out Node node) => throw null!;
    /// True when an index exists on the path: then `candidates` is a superset of the nodes whose value at the path equals `value` (a list value: contains it), in stable order, each visible in this view; the caller checks the predicate itself.
    /// Integral doubles and ints meet in one index key. `estimate` is an upper bound of the number of candidates.
    public bool TryFindNodes(MetadataPath path, MetadataValue value, out NodeSequence candidates, out int estimate) => throw null!;
    public bool HasIndex(MetadataPath path) => throw null!;
    /// Upper bound of Node.Index + 1 in this view, for bitmaps
    public int NodeIndexLimit => throw null!;
    public int EdgeIndexLimit => throw null!;
    /// Undirected shortest path (fewest edges), both ends included; empty when there is none.
    public IReadOnlyList<Node> ShortestPath(Node from, Func<Node, bool> isTarget, Func<Edge, bool>? follow = null, CancellationToken cancel = default) => throw null!;
    public IReadOnlyList<Node> ShortestPath(Node from, Node to, Func<Edge, bool>? follow = null, CancellationToken cancel = default) => throw null!;
}

// ---------- Time ----------
/// Half-open [From, To), UTC. ClosedEnds = true: Skydive's inclusive meaning at millisecond resolution (an element deleted in the first millisecond, or created in the last, is still in it).
public readonly record struct TimeWindow(DateTimeOffset From, DateTimeOffset To, bool ClosedEnds = false);

// ---------- Graph ----------
public sealed class GraphOptions
{
    public string Host { get; init; } = Environment.MachineName;
    public string Origin { get; init; } = "";            // default: "steffi.<Host>"
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public IEventStore? Store { get; init; }             // null: in memory only. The graph owns and disposes it.
    public TimeSpan? Retention { get; init; }            // history older than this is forgotten; null keeps all
}

public sealed class Graph : IDisposable
{
    public Graph(GraphOptions? options = null) { }
    public GraphOptions Options => throw null!;
    public GraphView Live => throw null!;
    public GraphView At(DateTimeOffset instant) => throw null!;
    public GraphView Between(DateTimeOffset from, DateTimeOffset to) => throw null!;      // half-open window, every revision
    /// The window's revisions; newestOnly keeps the newest revision an element (Skydive's point in time is [t, t+1 ms) ClosedEnds, newestOnly).
    public GraphView During(TimeWindow window, bool newestOnly = false) => throw null!;
    public DateTimeOffset OldestInstant => throw null!;
    public DateTimeOffset Now => throw null!;
    /// One transaction: all or nothing; at the present instant. Throws TransactionException (nothing changed) on a bad change.
    public void Write(Action<Transaction> change) => throw null!;
    /// The same in another origin's name (a probe's, a linker's): its elements carry that Origin.
    public void Write(string origin, Action<Transaction> change) => throw null!;
    /// A batch from elsewhere or from the past. Applying it twice changes nothing.
    public ApplyResult Apply(EventBatch batch) => throw null!;
    public void CreateIndex(MetadataPath path, bool unique = false) => throw null!;
    public IDisposable AddLinker(Linker linker) => throw null!;
    public IAsyncEnumerable<GraphChange> Subscribe(SubscriptionOptions? options = null, CancellationToken cancel = default) => throw null!;
    /// Forgets history before the instant (what is alive there stays). Also done by Options.Retention.
    public void ForgetBefore(DateTimeOffset instant, CancellationToken cancel = default) => throw null!;
    public void Flush() => throw null!;
    public void Dispose() { }
}

/// Collects the changes of one Write. Reads through it see the graph with the changes so far.
public sealed class Transaction
{
    internal Transaction() { }
    public GraphView View => throw null!;                // the graph before this transaction
    public ElementId AddNode(Metadata metadata) => throw null!;
    public void AddNode(ElementId id, Metadata metadata) => throw null!;      // error when alive
    public void UpdateNode(ElementId id, MetadataPatch patch) => throw null!; // error when not alive; no event when nothing changes
    public void ReplaceNode(ElementId id, Metadata metadata) => throw null!;  // add or update so that the metadata becomes exactly this
    public void DeleteNode(ElementId id) => throw null!;                      // its edges end too; nothing when not alive
    public ElementId AddEdge(ElementId parent, ElementId child, Metadata metadata) => throw null!;
    public void AddEdge(ElementId id, ElementId parent, ElementId child, Metadata metadata) => throw null!;
    public void UpdateEdge(ElementId id, MetadataPatch patch) => throw null!;
    public void ReplaceEdge(ElementId id, ElementId parent, ElementId child, Metadata metadata) => throw null!;
    public void DeleteEdge(ElementId id) => throw null!;
    public bool ContainsNode(ElementId id) => throw null!;                    // with the changes so far
    public bool ContainsEdge(ElementId id) => throw null!;
    /// The instant of the changes that follow (default: now); earlier ones land in the past.
    public DateTimeOffset At { get; set; }
}
public class TransactionException(string message, Exception? inner = null) : Exception(message, inner);
public sealed class HistoryExpiredException(string message) : Exception(message);

// ---------- Events ----------
public enum EventKind : byte { NodeAdded = 1, NodeUpdated, NodeDeleted, EdgeAdded, EdgeUpdated, EdgeDeleted }
/// One change at one instant.
public readonly struct GraphEvent
{
    public EventKind Kind => throw null!;
    public ElementId Id => throw null!;
    public ElementId ParentId => throw null!;     // edges
    public ElementId ChildId => throw null!;
    public DateTimeOffset Time => throw null!;
    public Metadata Metadata => throw null!;      // Added: all of it
    public MetadataPatch? Patch => throw null!;   // Updated: what changes
    public static GraphEvent NodeAdded(DateTimeOffset time, ElementId id, Metadata metadata) => throw null!;
    public static GraphEvent NodeUpdated(DateTimeOffset time, ElementId id, MetadataPatch patch) => throw null!;
    public static GraphEvent NodeDeleted(DateTimeOffset time, ElementId id) => throw null!;
    public static GraphEvent EdgeAdded(DateTimeOffset time, ElementId id, ElementId parent, ElementId child, Metadata metadata) => throw null!;
    public static GraphEvent EdgeUpdated(DateTimeOffset time, ElementId id, MetadataPatch patch) => throw null!;
    public static GraphEvent EdgeDeleted(DateTimeOffset time, ElementId id) => throw null!;
}
/// Events of one origin, numbered: the first has Sequence, the next Sequence+1, …
public sealed record EventBatch(string Host, string Origin, long Epoch, long Sequence, IReadOnlyList<GraphEvent> Events);
public enum ApplyStatus { Applied, AlreadyApplied, Gap }
public readonly record struct ApplyResult(ApplyStatus Status, long NextSequence);

// ---------- Subscriptions ----------
public enum SlowSubscriberPolicy { Wait, Resynchronize, Fail }   // Wait: the writer waits; Resynchronize: a Gap change tells what was lost; Fail: the stream throws
public sealed class SubscriptionOptions
{
    public int Capacity { get; init; } = 1024;      // transactions
    public SlowSubscriberPolicy WhenSlow { get; init; } = SlowSubscriberPolicy.Resynchronize;
    public Func<ElementChange, bool>? Filter { get; init; }
}
public enum ChangeKind { Added, Updated, Deleted }
public readonly record struct ElementChange(ChangeKind Kind, Node? Node, Edge? Edge, bool IsLate);
/// One committed transaction, as its live effects (late events have IsLate). Lost > 0: so many transactions before it were not delivered: read `View` afresh.
public sealed record GraphChange(long Number, IReadOnlyList<ElementChange> Changes, GraphView View, long Lost);

// ---------- Linking ----------
/// Keeps an edge from every node that matches Parent to every node that matches Child and has equal key values.
public sealed class Linker
{
    public required string Name { get; init; }
    public required LinkEnd Parent { get; init; }
    public required LinkEnd Child { get; init; }
    public required Metadata EdgeMetadata { get; init; }    // e.g. RelationType=layer2
    public bool Symmetric { get; init; }                     // one edge a pair, whichever end matched first (veth)
}
/// A node is an end when it has every Where value, and a value at every Key path.
public sealed class LinkEnd(params string[] keys)
{
    public IReadOnlyList<string> Keys => keys;
    public (string Path, MetadataValue Value)[] Where { get; init; } = [];
}

// ---------- Storage ----------
public interface IEventStore : IDisposable { }
public sealed class RocksDbStore : IEventStore
{
    public static RocksDbStore Open(string directory) => throw null!;
    public void Dispose() { }
}
public sealed class StoreCorruptException(string message) : Exception(message);
