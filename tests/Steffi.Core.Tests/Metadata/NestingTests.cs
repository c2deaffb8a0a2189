using System.Text.Json;

namespace Steffi.Core.Tests;

/// <summary>Metadata at the deepest level that it may have, and one below, in every way in which it can come.</summary>
public sealed class NestingTests
{
    private const int Most = 64;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Ways => new("maps", "lists", "lists of maps", "a path", "a map at a path", "JSON", "a sample");

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_deepest_is_kept_and_comes_back_from_the_store(string way)
    {
        var store = new MemoryEventStore();
        using var graph = new Graph(new GraphOptions { Store = store });
        Put(graph, way, Most);
        using var again = new Graph(new GraphOptions { Store = store });
        string text = graph.Live.Nodes.Single().Metadata.ToString();
        Assert.Equal(Most - 1, text.Count(c => c is '{' or '[') - 1);
        Assert.Equal(text, again.Live.Nodes.Single().Metadata.ToString());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_deeper_is_an_error_and_changes_nothing(string way)
    {
        var store = new MemoryEventStore();
        using var graph = new Graph(new GraphOptions { Store = store });
        foreach (int depth in (int[])[Most + 1, 5000])
            Assert.Contains("64 levels", Assert.Throws<ArgumentException>(() => Put(graph, way, depth)).Message);
        Assert.DoesNotContain("{", string.Concat(graph.Live.Nodes.Select(node => node.Metadata.ToString()[1..])));
        using var again = new Graph(new GraphOptions { Store = store });
        Assert.Equal(graph.Live.CountNodes(), again.Live.CountNodes());
    }

    /// <summary>Makes a node with a number at the depth; a number of a top-level key is at 1.</summary>
    private static void Put(Graph graph, string way, int depth)
    {
        switch (way)
        {
            case "maps": Add(graph, Wrapped(depth, (_, inner) => Metadata.Of(("K", inner))).AsMap()); break;
            case "lists": Add(graph, Metadata.Of(("K", Wrapped(depth - 1, (_, inner) => new[] { inner })))); break;
            case "lists of maps": Add(graph, Metadata.Of(("K", Wrapped(depth - 1, (i, inner) => i % 2 == 0 ? new[] { 1, inner } : Metadata.Of(("A", 1), ("K", inner)))))); break;
            case "a path": Change(graph, new MetadataPatch { [Path(depth)] = 1 }); break;
            case "a map at a path": Change(graph, new MetadataPatch { [Path(depth / 2)] = Wrapped(depth - depth / 2, (_, inner) => Metadata.Of(("K", inner))) }); break;
            case "JSON":
                string json = string.Concat(Enumerable.Repeat("{\"K\":", depth)) + "1" + new string('}', depth);
                using (var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = depth + 1 }))
                    Add(graph, Metadata.FromJson(document.RootElement));
                break;
            default:
                Add(graph, default);
                graph.Write(change => change.Sample("n", Path(depth - 1), Metadata.Of(("K", 1))));
                break;
        }
    }

    private static MetadataValue Wrapped(int times, Func<int, MetadataValue, MetadataValue> wrap)
    {
        MetadataValue value = 1;
        for (int i = 0; i < times; i++)
            value = wrap(i, value);
        return value;
    }

    private static string Path(int length) => string.Join('.', Enumerable.Repeat("K", length));

    private static void Add(Graph graph, Metadata metadata) => graph.Write(change =>
    {
        change.At = Start;
        change.ReplaceNode("n", metadata);
    });

    private static void Change(Graph graph, MetadataPatch patch)
    {
        Add(graph, default);
        graph.Write(change => change.UpdateNode("n", patch));
    }
}
