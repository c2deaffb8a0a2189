namespace Steffi.Core.Tests;

/// <summary>The reference: a list of events, sorted and replayed from the start for every question.</summary>
internal sealed class NaiveGraph
{
    private readonly List<GraphEvent> _events = [];   // in the order of arrival

    public sealed record Element(string Id, DateTimeOffset Created, DateTimeOffset Updated, long Revision, string Metadata, string Ends);

    public void Add(GraphEvent change) => _events.Add(change);

    /// <summary>The elements that stand after all events at or before the instant.</summary>
    public Dictionary<string, Element> At(DateTimeOffset instant)
    {
        var (nodes, edges) = (new Dictionary<string, Element>(), new Dictionary<string, Element>());
        foreach (var change in _events.Where(e => e.Time <= instant).OrderBy(e => e.Time))   // OrderBy is stable: arrival decides ties
            Replay(change, nodes, edges);
        return nodes.Concat(edges).ToDictionary();
    }

    public IEnumerable<DateTimeOffset> Instants => _events.Select(e => e.Time).Distinct().Order();

    private static void Replay(GraphEvent change, Dictionary<string, Element> nodes, Dictionary<string, Element> edges)
    {
        string id = change.Id.ToString();
        switch (change.Kind)
        {
            case EventKind.NodeAdded:
                nodes[id] = Added(change, nodes.GetValueOrDefault(id), "");
                break;
            case EventKind.NodeUpdated:
                Update(change, nodes);
                break;
            case EventKind.NodeDeleted:
                if (nodes.Remove(id))
                {
                    foreach (var edge in edges.Values.Where(e => e.Ends.Split('>').Contains(id)).ToArray())
                        edges.Remove(edge.Id);
                }
                break;
            case EventKind.EdgeAdded:
                string ends = $"{change.ParentId}>{change.ChildId}";
                if (edges.TryGetValue(id, out var old) && old.Ends != ends)
                    edges.Remove(id);
                if (nodes.ContainsKey(change.ParentId.ToString()) && nodes.ContainsKey(change.ChildId.ToString()))
                    edges[id] = Added(change, edges.GetValueOrDefault(id), ends);
                else
                    edges.Remove(id);
                break;
            case EventKind.EdgeUpdated:
                Update(change, edges);
                break;
            case EventKind.EdgeDeleted:
                edges.Remove(id);
                break;
        }
    }

    private static Element Added(GraphEvent change, Element? old, string ends) =>
        new(change.Id.ToString(), old?.Created ?? change.Time, change.Time, (old?.Revision ?? 0) + 1, change.Metadata.ToString(), ends);

    private static void Update(GraphEvent change, Dictionary<string, Element> elements)
    {
        if (elements.TryGetValue(change.Id.ToString(), out var old))
        {
            var metadata = System.Text.Json.Nodes.JsonNode.Parse(old.Metadata)!.AsObject();
            foreach (var (path, value, removes) in change.Patch!.Operations)
            {
                metadata.Remove(path.Text);
                if (!removes)
                    metadata[path.Text] = value.AsInt();
            }
            var sorted = new SortedDictionary<string, long>(metadata.ToDictionary(p => p.Key, p => p.Value!.GetValue<long>()), StringComparer.Ordinal);
            elements[old.Id] = old with
            {
                Updated = change.Time,
                Revision = old.Revision + 1,
                Metadata = System.Text.Json.JsonSerializer.Serialize(sorted),
            };
        }
    }
}
