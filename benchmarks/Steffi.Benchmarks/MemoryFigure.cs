using System.Diagnostics;

namespace Steffi.Benchmarks;

/// <summary>Live bytes a node with its 1.2 edges, after a full collection; the history-capable graph beside the dictionaries.</summary>
internal static class MemoryFigure
{
    public static void Print(int[] sizes)
    {
        Console.WriteLine("| nodes | Steffi, bytes a node with its edges | with indexes on Name, Type, TID | dictionaries | ratio | build, seconds |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int count in sizes)
        {
            ReferenceGraph.Build(1000).Dispose();
            long before = GC.GetTotalMemory(forceFullCollection: true);
            var watch = Stopwatch.StartNew();
            var graph = ReferenceGraph.Build(count);
            double seconds = watch.Elapsed.TotalSeconds;
            double steffi = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
            foreach (string path in new[] { "Name", "Type", "TID" })
                graph.CreateIndex(path);
            double indexed = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
            GC.KeepAlive(graph);
            graph = null;
            before = GC.GetTotalMemory(forceFullCollection: true);
            var dictionary = DictionaryGraph.Build(count);
            double plain = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
            GC.KeepAlive(dictionary);
            Console.WriteLine($"| {count:N0} | {steffi:N0} | {indexed:N0} | {plain:N0} | {steffi / plain:N2} | {seconds:N2} |");
        }
    }
}
