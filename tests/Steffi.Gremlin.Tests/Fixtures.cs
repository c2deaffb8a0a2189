using System.Text;
using System.Text.Json;

namespace Steffi.Gremlin.Tests;

/// <summary>Graphs that tests share. Read only.</summary>
internal static class Fixtures
{
    /// <summary>The reference's value graph: n1…n4, e1…e5.</summary>
    public static Graph A { get; } = Load("fixture-A.json");

    /// <summary>The reference's two hosts.</summary>
    public static Graph H { get; } = Load("fixture-H.json");

    public static readonly QueryOptions Offline = new() { History = false };

    public static Graph FromJson(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return TopologyFile.Load(stream);
    }

    /// <summary>A graph of nodes n0, n1, … with the metadata given.</summary>
    public static Graph OfNodes(params Metadata[] nodes)
    {
        var graph = new Graph();
        graph.Write(change =>
        {
            for (var i = 0; i < nodes.Length; i++) change.AddNode($"n{i}", nodes[i]);
        });
        return graph;
    }

    public static string[] Ids(this QueryResult result) =>
        result.Kind == ResultKind.Edges ? [.. result.Edges.Select(edge => edge.Id.ToString())] : [.. result.Nodes.Select(node => node.Id.ToString())];

    public static JsonElement Answer(this BatchRunner runner, string query, bool asObject)
    {
        var line = asObject ? JsonSerializer.Serialize(new Dictionary<string, string> { ["Query"] = query }) : query;
        return JsonDocument.Parse(runner.Answer(line)).RootElement;
    }

    private static Graph Load(string name)
    {
        var path = SharedData.Find($"data/gremlin/{name}");
        if (path is null) return new Graph();
        using var stream = File.OpenRead(path);
        return TopologyFile.Load(stream);
    }
}
