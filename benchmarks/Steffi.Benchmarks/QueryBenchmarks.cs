using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using Steffi.Gremlin;

namespace Steffi.Benchmarks;

/// <summary>Whole queries, from text to result, on the reference graph of 100,000 nodes beside dictionaries; Name, Type and TID are indexed.
/// As of an instant, and at other sizes: the figures asof, queries10k, queries1M.</summary>
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 3)]
[MinIterationTime(50)]
[MemoryDiagnoser]
public class QueryBenchmarks
{
    private const int NodeCount = 100_000;
    private const string Name = "veth77777";

    private Graph _graph = null!;
    private DictionaryGraph _dictionary = null!;
    private DictionaryGraph.Node _start = null!;

    [GlobalSetup]
    public void Setup()
    {
        _graph = ReferenceGraph.Build(NodeCount, new Graph(new GraphOptions { AutomaticIndexBudget = 0 }));
        foreach (string path in new[] { "Name", "Type", "TID" })
            _graph.CreateIndex(path);
        _dictionary = DictionaryGraph.Build(NodeCount);
        _start = _dictionary.Nodes.Values.First(node => (string)node.Metadata["Name"] == "veth15");
    }

    [Benchmark]
    public int HasIndexed() => Count($"G.V().Has('Name','{Name}')");

    [Benchmark(Baseline = true)]
    public int DictionaryHas() => _dictionary.Nodes.Values.Count(node => (string)node.Metadata["Name"] == Name);

    [Benchmark]
    public int HasUnindexed() => Count("G.V().Has('MAC','02:fc:00:01:2f:d1')");

    [Benchmark]
    public long RegexCount() => _graph.Query("G.V().Has('Name', Regex('veth.*7')).Count()").Count;

    [Benchmark]
    public int DictionaryRegexCount()
    {
        var regex = new Regex("^veth.*7$", RegexOptions.CultureInvariant);
        return _dictionary.Nodes.Values.Count(node => regex.IsMatch((string)node.Metadata["Name"]));
    }

    [Benchmark]
    public int OutDedup() => Count("G.V().Has('Type','netns').Out().Dedup()");

    [Benchmark]
    public int DictionaryOutDedup() => _dictionary.Nodes.Values
        .Where(node => (string)node.Metadata["Type"] == "netns").SelectMany(node => node.Out).Select(edge => edge.Child).Distinct().Count();

    [Benchmark]
    public int ShortestPathTo() => Count("G.V().Has('Name','veth15').ShortestPathTo(Metadata('Name','veth88815'))");

    [Benchmark]
    public int DictionaryShortestPath() => _dictionary.ShortestPath(_start, "veth88815");

    private int Count(string query) => _graph.Query(query).Count;
}
