using BenchmarkDotNet.Attributes;

namespace Steffi.Benchmarks;

/// <summary>Insertion of 100,000 nodes with 13 keys, and of their edges, in transactions of 1,000; figures are for one element.</summary>
[SimpleJob(launchCount: 1, warmupCount: 2, iterationCount: 7, invocationCount: 1)]
[MemoryDiagnoser]
public class WriteBenchmarks
{
    private const int NodeCount = 100_000, EdgeCount = 119_000;

    private readonly ReferenceGraph.NodeData[] _nodes = ReferenceGraph.Nodes(NodeCount);
    private readonly ReferenceGraph.EdgeData[] _edges = ReferenceGraph.Edges(NodeCount);
    private Graph _graph = null!;
    private DictionaryGraph _dictionary = null!;

    [IterationSetup(Targets = [nameof(NodeInsert), nameof(DictionaryNodeInsert)])]
    public void Empty()
    {
        _graph = new Graph();
        _dictionary = new DictionaryGraph();
        Collect();
    }

    [IterationSetup(Targets = [nameof(EdgeInsert), nameof(DictionaryEdgeInsert)])]
    public void WithNodes()
    {
        Empty();
        NodeInsert();
        DictionaryNodeInsert();
        Collect();
    }

    [Benchmark(OperationsPerInvoke = NodeCount)]
    public void NodeInsert() => ReferenceGraph.AddNodes(_graph, _nodes);

    [Benchmark(Baseline = true, OperationsPerInvoke = NodeCount)]
    public void DictionaryNodeInsert() => _dictionary.AddNodes(_nodes);

    [Benchmark(OperationsPerInvoke = EdgeCount)]
    public void EdgeInsert() => ReferenceGraph.AddEdges(_graph, _nodes, _edges);

    [Benchmark(OperationsPerInvoke = EdgeCount)]
    public void DictionaryEdgeInsert() => _dictionary.AddEdges(_nodes, _edges);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
