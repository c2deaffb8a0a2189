namespace Steffi.Gremlin.Tests;

/// <summary>Small graphs with a past: values of every kind at the same keys, nodes and edges that go and come again, counters, late events.</summary>
internal static class RandomHistory
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The same graph for the same seed, whatever is indexed.</summary>
    public static Graph Make(int seed, params string[] indexes)
    {
        var random = new Random(seed);
        var graph = new Graph(new GraphOptions { AutomaticIndexBudget = 0 });
        foreach (var path in indexes) graph.CreateIndex(path);
        for (int left = random.Next(10, 80); left > 0; left--) graph.Write(change => Change(change, random));
        return graph;
    }

    private static void Change(Transaction change, Random random)
    {
        change.At = Start.AddSeconds(random.Next(40));
        var (a, b) = ($"n{random.Next(7)}", $"n{random.Next(7)}");
        switch (random.Next(10))
        {
            case 0 when random.Next(3) == 0:
                change.DeleteNode(a);
                break;
            case 1 when change.ContainsNode(a):
                change.UpdateNode(a, new MetadataPatch { ["K"] = Any(random), ["M.b"] = Any(random) });
                break;
            case 2 when change.ContainsNode(a):
                change.Sample(a, "Metric", Metadata.Of(("Rx", random.Next(10)), ("Tx", random.Next(10))));
                break;
            case 3 or 4 or 5 or 6 when change.ContainsNode(a) && change.ContainsNode(b):
                change.ReplaceEdge($"e{random.Next(10)}", a, b, Metadata.Of(("RelationType", random.Next(2) == 0 ? "ownership" : "layer2"), ("W", Any(random))));
                break;
            default:
                change.ReplaceNode(a, Describe(a, random));
                break;
        }
    }

    private static Metadata Describe(string name, Random random)
    {
        var metadata = new MetadataBuilder { ["Name"] = name, ["T"] = random.Next(2) == 0 ? "veth" : "bridge" };
        if (random.Next(4) > 0) metadata["K"] = Any(random);
        if (random.Next(3) > 0) metadata["M"] = Metadata.Of(("b", Any(random)), ("a", random.Next(3)));
        if (random.Next(3) > 0) metadata["L"] = MetadataValue.List([Any(random), Metadata.Of(("x", random.Next(2)))]);
        if (random.Next(2) > 0) metadata["Type"] = "veth";
        return metadata.Build();
    }

    private static MetadataValue Any(Random random) => random.Next(14) switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 1.5,
        4 => 2.0,
        5 => "a",
        6 => "b",
        7 => "1",
        8 => true,
        9 => false,
        10 => MetadataValue.List(["a", 1]),
        11 => MetadataValue.List([]),
        12 => Metadata.Of(("b", random.Next(3)), ("c", "x")),
        _ => "2",
    };
}
