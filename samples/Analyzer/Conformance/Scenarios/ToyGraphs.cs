using Steffi.Gremlin;

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

    /// <summary>Where the files are.</summary>
    /// <exception cref="FileNotFoundException">They are nowhere.</exception>
    public DirectoryInfo Folder => new FileInfo(Find("modern")).Directory!;

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
        var (graph, file) = (new Graph(), new FileInfo(path));
        graph.Query($"g.io({Wording.Literal(file.Name)}).read()", options: new QueryOptions { Dialect = GremlinDialect.TinkerPop.WithFiles(file.Directory!) });
        return graph;
    }
}
