namespace Steffi.Benchmarks;

/// <summary>The reference graph: per host 100 nodes (1 host, 10 namespaces, 89 interfaces) of 13 metadata keys each, the ownership tree,
/// and 0.2 layer2 edges a node.</summary>
internal static class ReferenceGraph
{
    public static readonly Metadata Ownership = Metadata.Of(("RelationType", "ownership"));
    public static readonly Metadata Layer2 = Metadata.Of(("RelationType", "layer2"));

    private static readonly string[] Drivers = ["veth", "bridge", "virtio_net", "ixgbe", "tun"];

    public sealed record NodeData(ElementId Id, Guid Tid, string Name, string Type, string Driver, string Mac, long Index, string[] Addresses, string[] Flags);

    public readonly record struct EdgeData(ElementId Id, int Parent, int Child, bool Owns);

    public static NodeData[] Nodes(int count)
    {
        var random = new Random(42);
        var nodes = new NodeData[count];
        for (int i = 0; i < count; i++)
        {
            int inHost = i % 100;
            string type = inHost == 0 ? "host" : inHost <= 10 ? "netns" : inHost % 10 == 0 ? "bridge" : "veth";
            nodes[i] = new NodeData(
                NewId(random), NewGuid(random), $"{type}{i}", type, Drivers[i % Drivers.Length],
                $"02:fc:{i >> 24 & 255:x2}:{i >> 16 & 255:x2}:{i >> 8 & 255:x2}:{i & 255:x2}", inHost,
                [$"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}/24"], ["BROADCAST", "MULTICAST", "UP"]);
        }
        return nodes;
    }

    public static EdgeData[] Edges(int count)
    {
        var random = new Random(43);
        var edges = new List<EdgeData>();
        for (int i = 0; i < count; i++)
        {
            int inHost = i % 100, host = i - inHost;
            if (inHost > 0)
                edges.Add(new(NewId(random), inHost <= 10 ? host : host + 1 + inHost % 10, i, true));
            if (i % 5 == 0)
            {
                // Within the host; the host itself to a node of an earlier host, so that all of them hang together.
                int other = i % 100 == 0 ? random.Next(Math.Max(i, 1)) : host + random.Next(Math.Min(100, count - host));
                edges.Add(new(NewId(random), i, other, false));
            }
        }
        return [.. edges];
    }

    /// <summary>The 13 keys: Name, Type, Driver, MAC, MTU, IfIndex, State, TID, Speed, EncapType, IPV4, LinkFlags, Metric.</summary>
    public static Metadata MetadataOf(NodeData node) => new MetadataBuilder
    {
        ["Name"] = node.Name,
        ["Type"] = node.Type,
        ["Driver"] = node.Driver,
        ["MAC"] = node.Mac,
        ["MTU"] = 1500,
        ["IfIndex"] = node.Index,
        ["State"] = "UP",
        ["TID"] = node.Tid.ToString(),
        ["Speed"] = 10_000,
        ["EncapType"] = "ether",
        ["IPV4"] = node.Addresses,
        ["LinkFlags"] = node.Flags,
        ["Metric"] = Metadata.Of(("RxBytes", node.Index * 100_003), ("TxBytes", node.Index * 50_021), ("RxPackets", node.Index * 101), ("TxPackets", node.Index * 53)),
    };

    public static Graph Build(int count, Graph? graph = null)
    {
        graph ??= new Graph();
        var nodes = Nodes(count);
        AddNodes(graph, nodes);
        AddEdges(graph, nodes, Edges(count));
        return graph;
    }

    public static void AddNodes(Graph graph, NodeData[] nodes)
    {
        for (int at = 0; at < nodes.Length; at += 1000)
        {
            int start = at, end = Math.Min(at + 1000, nodes.Length);
            graph.Write(tx =>
            {
                for (int i = start; i < end; i++)
                    tx.AddNode(nodes[i].Id, MetadataOf(nodes[i]));
            });
        }
    }

    public static void AddEdges(Graph graph, NodeData[] nodes, EdgeData[] edges)
    {
        for (int at = 0; at < edges.Length; at += 1000)
        {
            int start = at, end = Math.Min(at + 1000, edges.Length);
            graph.Write(tx =>
            {
                for (int i = start; i < end; i++)
                    tx.AddEdge(edges[i].Id, nodes[edges[i].Parent].Id, nodes[edges[i].Child].Id, edges[i].Owns ? Ownership : Layer2);
            });
        }
    }

    private static Guid NewGuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static ElementId NewId(Random random) => NewGuid(random);
}
