using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>What a watch's client has been told, and the messages that bring it up to date.</summary>
internal sealed class WatchedResult
{
    private Dictionary<ElementId, Node> nodes = [];
    private Dictionary<ElementId, Edge> edges = [];
    private byte[]? other;

    public WatchedResult(QueryAnswer first) => Take(first);

    /// <summary>The whole result: SyncReply for elements, else Result.</summary>
    public void WriteAll(Utf8JsonWriter writer) => WriteMessage(writer, other is null ? "SyncReply" : "Result", () =>
    {
        if (other is not null)
        {
            writer.WriteRawValue(other, skipInputValidation: true);
            return;
        }
        writer.WriteStartObject();
        writer.WriteStartArray("Nodes");
        foreach (var node in nodes.Values)
            Answering.Write(writer, node);
        writer.WriteEndArray();
        writer.WriteStartArray("Edges");
        foreach (var edge in edges.Values)
            Answering.Write(writer, edge);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>The messages from the last answer to this one. Nodes come before edges between them, and go after.</summary>
    /// <param name="answer">The result after the change.</param>
    /// <param name="change">Knows how what was deleted looked at its end.</param>
    public List<Action<Utf8JsonWriter>> Update(QueryAnswer answer, GraphChange change)
    {
        var (oldNodes, oldEdges, oldOther) = (nodes, edges, other);
        Take(answer);
        if (other is not null || oldOther is not null)
            return other is not null && oldOther is not null && other.AsSpan().SequenceEqual(oldOther) ? [] : [WriteAll];

        List<Action<Utf8JsonWriter>> messages = [];
        foreach (var edge in oldEdges.Values)
            if (!edges.ContainsKey(edge.Id))
                Add("EdgeDeleted", writer => Answering.Write(writer, LastOf(edge, change)));
        foreach (var node in oldNodes.Values)
            if (!nodes.ContainsKey(node.Id))
                Add("NodeDeleted", writer => Answering.Write(writer, LastOf(node, change)));
        foreach (var node in nodes.Values)
            if (!oldNodes.TryGetValue(node.Id, out var old) || old.Revision != node.Revision || old.CreatedAt != node.CreatedAt)
                Add(oldNodes.ContainsKey(node.Id) ? "NodeUpdated" : "NodeAdded", writer => Answering.Write(writer, node));
        foreach (var edge in edges.Values)
            if (!oldEdges.TryGetValue(edge.Id, out var old) || old.Revision != edge.Revision || old.CreatedAt != edge.CreatedAt)
                Add(oldEdges.ContainsKey(edge.Id) ? "EdgeUpdated" : "EdgeAdded", writer => Answering.Write(writer, edge));
        return messages;

        void Add(string type, Action<Utf8JsonWriter> body) =>
            messages.Add(writer => WriteMessage(writer, type, () => body(writer)));
    }

    private void Take(QueryAnswer answer)
    {
        nodes = [];
        edges = [];
        other = answer.IsElements ? null : JsonText.Bytes(answer.WriteTo);
        foreach (var node in answer.Nodes)
            nodes[node.Id] = node;
        foreach (var edge in answer.Edges)
            edges[edge.Id] = edge;
    }

    private static Node LastOf(Node known, GraphChange change)
    {
        foreach (var one in change.Changes)
            if (one is { Kind: ChangeKind.Deleted, Node: { } node } && node.Id == known.Id)
                return node;
        return known;
    }

    private static Edge LastOf(Edge known, GraphChange change)
    {
        foreach (var one in change.Changes)
            if (one is { Kind: ChangeKind.Deleted, Edge: { } edge } && edge.Id == known.Id)
                return edge;
        return known;
    }

    private static void WriteMessage(Utf8JsonWriter writer, string type, Action body)
    {
        writer.WriteStartObject();
        writer.WriteString("Type", type);
        writer.WritePropertyName("Obj");
        body();
        writer.WriteEndObject();
    }
}
