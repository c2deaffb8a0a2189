using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>Turns the elements of a file into events, one batch an origin, nodes before edges.</summary>
/// <param name="now">The time of elements that carry none.</param>
/// <param name="cancel">Checked between elements.</param>
internal sealed class TopologyReader(DateTimeOffset now, CancellationToken cancel)
{
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly List<Pending> _nodes = [];
    private readonly List<Pending> _edges = [];
    private readonly HashSet<string> _nodeIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _edgeIds = new(StringComparer.Ordinal);

    public void Read(JsonElement part)
    {
        foreach (var node in Elements(part, "Nodes")) ReadNode(node);
        foreach (var edge in Elements(part, "Edges")) ReadEdge(edge);
    }

    /// <summary>Batches in file order as far as origins allow, so that the graph's order is the file's.</summary>
    public IEnumerable<EventBatch> MakeBatches()
    {
        foreach (var edge in _edges)
        {
            if (!_nodeIds.Contains(edge.Parent!) || !_nodeIds.Contains(edge.Child!))
                throw new InvalidDataException($"Not a topology: edge '{edge.Id}' joins '{edge.Parent}' and '{edge.Child}', which are not both in the file");
        }

        return Batches(_nodes).Concat(Batches(_edges));
    }

    private IEnumerable<EventBatch> Batches(List<Pending> elements)
    {
        for (var start = 0; start < elements.Count;)
        {
            var (host, origin) = (elements[start].Host, elements[start].Origin);
            var events = new List<GraphEvent>();
            for (; start < elements.Count && elements[start].Host == host && elements[start].Origin == origin; start++) events.AddRange(elements[start].Events);

            // An origin counts its events across its batches. Host and origin make its name here, so that hosts do not mix.
            var sequence = _sequences.GetValueOrDefault(origin, 1);
            _sequences[origin] = sequence + events.Count;
            yield return new EventBatch(host, origin, 1, sequence, events);
        }
    }

    private void ReadNode(JsonElement json)
    {
        cancel.ThrowIfCancellationRequested();
        var node = ReadShared(json, "node");
        if (!_nodeIds.Add(node.Id)) throw new InvalidDataException($"Not a topology: node '{node.Id}' comes twice");
        var times = node.Times;
        // The node must stand before it was changed, or its edges of that time would have no end.
        if (times.CreatedAt < times.UpdatedAt)
            node.Events.Add(GraphEvent.NodeSnapshot(times.CreatedAt, node.Id, node.Metadata, times.CreatedAt, 1));
        node.Events.Add(GraphEvent.NodeSnapshot(times.UpdatedAt, node.Id, node.Metadata, times.CreatedAt, times.Revision));
        if (times.DeletedAt is { } deleted) node.Events.Add(GraphEvent.NodeDeleted(deleted, node.Id));
        _nodes.Add(node);
    }

    private void ReadEdge(JsonElement json)
    {
        cancel.ThrowIfCancellationRequested();
        var edge = ReadShared(json, "edge");
        if (!_edgeIds.Add(edge.Id)) throw new InvalidDataException($"Not a topology: edge '{edge.Id}' comes twice");
        edge = edge with { Parent = Text(json, "Parent", edge.Id), Child = Text(json, "Child", edge.Id) };
        var times = edge.Times;
        edge.Events.Add(GraphEvent.EdgeSnapshot(
            times.UpdatedAt, edge.Id, edge.Parent!, edge.Child!, edge.Metadata, times.CreatedAt, times.Revision));
        if (times.DeletedAt is { } deleted) edge.Events.Add(GraphEvent.EdgeDeleted(deleted, edge.Id));
        _edges.Add(edge);
    }

    private Pending ReadShared(JsonElement json, string kind)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"Not a topology: a {kind} is {json.ValueKind}, not an object");
        var id = Text(json, "ID", kind);
        if (id.Length == 0) throw new InvalidDataException($"Not a topology: a {kind} has no ID");
        var created = Time(json, "CreatedAt", id) ?? now;
        var updated = Time(json, "UpdatedAt", id) ?? created;
        var revision = json.TryGetProperty("Revision", out var number) && number.TryGetInt32(out var held) ? Math.Max(1, held) : 1;
        var times = new ElementTimes(created, updated < created ? created : updated, Time(json, "DeletedAt", id), revision);
        var metadata = json.TryGetProperty("Metadata", out var map) && map.ValueKind == JsonValueKind.Object ? Metadata.FromJson(map) : Metadata.Empty;
        return new Pending(id, Optional(json, "Host"), Optional(json, "Origin"), metadata, times);
    }

    private static IEnumerable<JsonElement> Elements(JsonElement part, string name)
    {
        if (!part.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null) return [];
        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new InvalidDataException($"Not a topology: {name} is {list.ValueKind}, not an array");
    }

    private static string Text(JsonElement json, string name, string of) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidDataException($"Not a topology: '{of}' has no {name}");

    private static string Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Null when it is absent, null or 0, which some tools write for "not deleted".</summary>
    private static DateTimeOffset? Time(JsonElement json, string name, string of)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var milliseconds))
            throw new InvalidDataException($"Not a topology: {name} of '{of}' is no number of milliseconds since 1970");
        if (milliseconds == 0) return null;
        return milliseconds is > -62135596800000 and < 253402300800000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new InvalidDataException($"Not a topology: {name} of '{of}' is out of range: {milliseconds}");
    }

    private readonly record struct ElementTimes(DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, int Revision);

    private sealed record Pending(string Id, string Host, string Origin, Metadata Metadata, ElementTimes Times)
    {
        public string? Parent { get; init; }

        public string? Child { get; init; }

        public List<GraphEvent> Events { get; } = [];
    }
}
