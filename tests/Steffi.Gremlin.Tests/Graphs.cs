namespace Steffi.Gremlin.Tests;

/// <summary>Small graphs of the tests' own, for what the reference's fixtures do not have.</summary>
internal static class Graphs
{
    /// <summary>Two hosts with namespaces and interfaces, a veth pair between them, and a loop of ownership that only a bug makes.</summary>
    public static Graph TwoHosts()
    {
        var graph = new Graph(new GraphOptions { Host = "lab" });
        graph.Write(change =>
        {
            change.AddNode("h1", Metadata.Of(("Name", "h1"), ("Type", "host")));
            change.AddNode("ns1", Metadata.Of(("Name", "ns1"), ("Type", "netns")));
            change.AddNode("v1", Metadata.Of(("Name", "v1"), ("Type", "veth"), ("MTU", 1500)));
            change.AddNode("h2", Metadata.Of(("Name", "h2"), ("Type", "host")));
            change.AddNode("v2", Metadata.Of(("Name", "v2"), ("Type", "veth"), ("MTU", 9000)));
            Own(change, "o1", "h1", "ns1");
            Own(change, "o2", "ns1", "v1");
            Own(change, "o3", "h2", "v2");
            change.AddEdge("l1", "v1", "v2", Metadata.Of(("RelationType", "layer2")));
        });
        return graph;
    }

    /// <summary>Nodes named x0, x1, … whose Rank is their number modulo 7 and whose Half is a double.</summary>
    public static Graph Many(int count, bool indexed = false)
    {
        var graph = new Graph();
        if (indexed)
        {
            graph.CreateIndex("Name");
            graph.CreateIndex("Rank");
            graph.CreateIndex("Tags");
        }

        graph.Write(change =>
        {
            for (var i = 0; i < count; i++)
            {
                change.AddNode($"id{i}", Metadata.Of(
                    ("Name", $"x{i}"), ("Rank", i % 7), ("Half", i / 2.0), ("Even", i % 2 == 0), ("Tags", new[] { $"t{i % 3}", $"u{i % 5}" }),
                    ("Spelled", (i % 4).ToString(System.Globalization.CultureInfo.InvariantCulture))));
                if (i > 0) change.AddEdge($"e{i}", $"id{(i - 1) / 2}", $"id{i}", Metadata.Of(("RelationType", "ownership")));
            }
        });
        return graph;
    }

    public static void Own(Transaction change, string id, string parent, string child) =>
        change.AddEdge(id, parent, child, Metadata.Of(("RelationType", "ownership")));
}
