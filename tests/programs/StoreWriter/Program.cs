// Writes to a store until it is killed, and says on standard output which transaction it has been told is kept.
// Transaction N makes the node nN and the edge from n(N-1) to it, changes the node "counter", and ends n(N-10).
using Steffi;

using var graph = new Graph(new GraphOptions { Host = "writer", Store = RocksDbStore.Open(args[0]), Retention = TimeSpan.FromMinutes(5) });
long next = graph.Live.TryGetNode("counter", out var counter) ? counter["N"].AsInt() + 1 : 1;
Console.WriteLine("start");
for (; ; next++)
{
    long n = next;
    graph.Write(tx =>
    {
        tx.AddNode($"n{n}", Metadata.Of(("N", n), ("MAC", $"02:00:00:00:{n / 256 % 256:x2}:{n % 256:x2}")));
        if (tx.ContainsNode($"n{n - 1}"))
            tx.AddEdge($"e{n}", $"n{n - 1}", $"n{n}", Metadata.Of(("RelationType", "layer2")));
        tx.ReplaceNode("counter", Metadata.Of(("N", n)));
        tx.DeleteNode($"n{n - 10}");
    });
    if (n % 500 == 0)
        graph.ForgetBefore(graph.Now.AddMilliseconds(-50));
    Console.WriteLine(n);
}
