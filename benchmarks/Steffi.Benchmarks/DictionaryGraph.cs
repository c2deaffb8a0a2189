namespace Steffi.Benchmarks;

/// <summary>What one writes without an engine: objects with dictionaries, no history, no index, no transaction.</summary>
internal sealed class DictionaryGraph
{
    public sealed record Node(string Id, Dictionary<string, object> Metadata)
    {
        public List<Edge> Out { get; } = [];

        public List<Edge> In { get; } = [];
    }

    public sealed record Edge(string Id, Node Parent, Node Child, Dictionary<string, object> Metadata);

    public Dictionary<string, Node> Nodes { get; } = [];

    public Dictionary<string, Edge> Edges { get; } = [];

    private void AddNode(ReferenceGraph.NodeData node)
    {
        string id = node.Id.ToString();
        Nodes.Add(id, new Node(id, new Dictionary<string, object>
        {
            ["Name"] = node.Name,
            ["Type"] = node.Type,
            ["Driver"] = node.Driver,
            ["MAC"] = node.Mac,
            ["MTU"] = 1500L,
            ["IfIndex"] = node.Index,
            ["State"] = "UP",
            ["TID"] = node.Tid.ToString(),
            ["Speed"] = 10_000L,
            ["EncapType"] = "ether",
            ["IPV4"] = node.Addresses.ToList(),
            ["LinkFlags"] = node.Flags.ToList(),
            ["Metric"] = new Dictionary<string, object>
            {
                ["RxBytes"] = node.Index * 100_003,
                ["TxBytes"] = node.Index * 50_021,
                ["RxPackets"] = node.Index * 101,
                ["TxPackets"] = node.Index * 53,
            },
        }));
    }

    private void AddEdge(ReferenceGraph.NodeData[] nodes, ReferenceGraph.EdgeData edge)
    {
        string id = edge.Id.ToString();
        var (parent, child) = (Nodes[nodes[edge.Parent].Id.ToString()], Nodes[nodes[edge.Child].Id.ToString()]);
        var added = new Edge(id, parent, child, new Dictionary<string, object> { ["RelationType"] = edge.Owns ? "ownership" : "layer2" });
        Edges.Add(id, added);
        parent.Out.Add(added);
        child.In.Add(added);
    }

    public static DictionaryGraph Build(int count)
    {
        var graph = new DictionaryGraph();
        var nodes = ReferenceGraph.Nodes(count);
        graph.AddNodes(nodes);
        graph.AddEdges(nodes, ReferenceGraph.Edges(count));
        return graph;
    }

    public void AddNodes(ReferenceGraph.NodeData[] nodes)
    {
        foreach (var node in nodes)
            AddNode(node);
    }

    public void AddEdges(ReferenceGraph.NodeData[] nodes, ReferenceGraph.EdgeData[] edges)
    {
        foreach (var edge in edges)
            AddEdge(nodes, edge);
    }

    public int ShortestPath(Node from, string targetName)
    {
        var before = new Dictionary<Node, Node?> { [from] = null };
        var queue = new Queue<Node>([from]);
        while (queue.TryDequeue(out var at))
        {
            if ((string)at.Metadata["Name"] == targetName)
            {
                int length = 0;
                for (Node? step = at; step is not null; step = before[step])
                    length++;
                return length;
            }
            foreach (var next in at.Out.Select(e => e.Child).Concat(at.In.Select(e => e.Parent)))
            {
                if (before.TryAdd(next, at))
                    queue.Enqueue(next);
            }
        }
        return 0;
    }
}
