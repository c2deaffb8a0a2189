using System.Text.Json;

namespace Steffi.Analyzer.Conformance;

/// <summary>TinkerPop's example graphs, from the GraphSON files that go with the scenarios.</summary>
internal sealed class ToyGraphs(IReadOnlyList<DirectoryInfo> folders)
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["modern"] = "tinkerpop-modern.json",
        ["classic"] = "tinkerpop-classic.json",
        ["crew"] = "tinkerpop-crew.json",
        ["sink"] = "tinkerpop-sink.json",
        ["grateful"] = "grateful-dead.json",
    };

    private readonly Dictionary<string, (Graph Graph, long Version)> _loaded = [];

    /// <summary>Looks for the files in a folder and those above it, and one level below each of these; then where the reference data lies
    /// beside the repository.</summary>
    public static ToyGraphs Beside(DirectoryInfo features) => new(
    [
        .. Upward(features.FullName),
        new DirectoryInfo(Environment.CurrentDirectory),
        .. Upward(AppContext.BaseDirectory).Select(folder => new DirectoryInfo(Path.Combine(folder.FullName, "shared", "data", "tinkerpop"))),
    ]);

    private static IEnumerable<DirectoryInfo> Upward(string path)
    {
        for (DirectoryInfo? folder = new(path); folder is not null; folder = folder.Parent)
            yield return folder;
    }

    /// <summary>The graph of a name, unchanged: one that a scenario changed is loaded anew.</summary>
    /// <exception cref="FileNotFoundException">Its file is nowhere.</exception>
    public Graph Get(string name)
    {
        if (_loaded.TryGetValue(name, out var known) && known.Graph.Live.Version == known.Version)
            return known.Graph;
        var graph = Load(Find(name));
        _loaded[name] = (graph, graph.Live.Version);
        return graph;
    }

    private string Find(string name)
    {
        if (!Files.TryGetValue(name, out var file))
            throw new FileNotFoundException($"there is no graph '{name}'");
        foreach (var folder in folders)
        {
            if (File.Exists(Path.Combine(folder.FullName, file)))
                return Path.Combine(folder.FullName, file);
            // Unreadable folders on the way up are nobody's business here.
            var below = new EnumerationOptions { IgnoreInaccessible = true };
            foreach (var child in folder.Exists ? folder.EnumerateDirectories("*", below) : [])
            {
                if (File.Exists(Path.Combine(child.FullName, file)))
                    return Path.Combine(child.FullName, file);
            }
        }
        throw new FileNotFoundException($"{file} is neither in {folders[0].FullName} nor above it: name its folder with --graphs");
    }

    private static Graph Load(string path)
    {
        var graph = new Graph();
        var edges = new List<(string Id, string From, string To, Metadata Metadata)>();
        graph.Write(change =>
        {
            foreach (var line in File.ReadLines(path))
            {
                if (line.Length == 0)
                    continue;
                using var json = JsonDocument.Parse(line);
                var vertex = json.RootElement;
                var id = Id(vertex.GetProperty("id"));
                change.AddNode(id, Properties(vertex, "Type", vertex.GetProperty("label").GetString()!));
                if (vertex.TryGetProperty("outE", out var byLabel))
                    edges.AddRange(byLabel.EnumerateObject().SelectMany(label => label.Value.EnumerateArray().Select(edge =>
                        (Id(edge.GetProperty("id")), id, Id(edge.GetProperty("inV")), Properties(edge, "RelationType", label.Name)))));
            }
            foreach (var (id, from, to, metadata) in edges)
                change.AddEdge(id, from, to, metadata);
        });
        return graph;
    }

    private static Metadata Properties(JsonElement element, string labelKey, string label)
    {
        var metadata = new MetadataBuilder { [labelKey] = label };
        if (!element.TryGetProperty("properties", out var properties))
            return metadata.Build();
        foreach (var property in properties.EnumerateObject())
        {
            // A vertex has a list of {id, value} a key, an edge a value.
            var value = property.Value.ValueKind == JsonValueKind.Array ? property.Value[0].GetProperty("value") : property.Value;
            metadata[property.Name] = MetadataValue.FromJson(Untyped(value));
        }
        return metadata.Build();
    }

    private static string Id(JsonElement id) => Untyped(id).ToString();

    private static JsonElement Untyped(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("@value", out var held) ? held : value;
}
