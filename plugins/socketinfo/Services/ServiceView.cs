using System.Globalization;
using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// Processes that hold sockets, and who talks to whom, as nodes and edges. A server (or client) on another machine is a node of Type
/// service by its address: the machine that it is on writes the same node, so that both meet in a graph that holds both.
/// </summary>
internal sealed class ServiceView(string host)
{
    private static readonly Metadata Owns = Metadata.Of(("RelationType", "ownership"));
    private readonly string _boot = BootId();

    private Dictionary<ElementId, Metadata> _nodes = [];
    private HashSet<ElementId> _edges = [];

    /// <summary>Makes the graph show what is there now.</summary>
    public void Write(Transaction transaction, IReadOnlyCollection<NamespaceSocketList> places)
    {
        var nodes = new Dictionary<ElementId, Metadata>();
        var edges = new Dictionary<ElementId, (ElementId From, ElementId To, Metadata Metadata)>();
        foreach (var place in places)
        {
            foreach (var held in place.Sockets)
            {
                foreach (var process in held.All)
                    Own(place.Place.Node, Process(process, nodes), edges);
            }
        }
        foreach (var (client, owner, protocol, server) in Conversations.Of(places, new AddressBook(transaction.View)))
        {
            if (client is null && owner is null)
                continue;
            var from = client is null ? Service(protocol, server, nodes) : Process(client, nodes);
            var to = client is null || owner is not null ? Process(owner!, nodes) : Service(protocol, server, nodes);
            Talk(from, to, protocol, server, edges);
        }
        Apply(transaction, nodes, edges);
    }

    private void Apply(Transaction transaction, Dictionary<ElementId, Metadata> nodes,
        Dictionary<ElementId, (ElementId From, ElementId To, Metadata Metadata)> edges)
    {
        foreach (var id in _edges.Where(id => !edges.ContainsKey(id) && transaction.ContainsEdge(id)))
            transaction.DeleteEdge(id);
        foreach (var id in _nodes.Keys.Where(id => !nodes.ContainsKey(id) && transaction.ContainsNode(id)))
            transaction.DeleteNode(id);
        foreach (var (id, metadata) in nodes)
            transaction.ReplaceNode(id, metadata);
        foreach (var (id, edge) in edges)
        {
            // The namespace's node may be gone since it was looked for.
            if (!transaction.ContainsEdge(id) && transaction.ContainsNode(edge.From) && transaction.ContainsNode(edge.To))
                transaction.AddEdge(id, edge.From, edge.To, edge.Metadata);
        }
        _nodes = nodes;
        _edges = [.. edges.Keys];
    }

    private ElementId Process(ProcessFacts process, Dictionary<ElementId, Metadata> nodes)
    {
        var id = ElementId.FromName("process", host, _boot, Text(process.Pid), Text(process.Started));
        if (!nodes.ContainsKey(id))
        {
            nodes[id] = Metadata.Of(("Type", "process"), ("Name", process.Name), ("PID", process.Pid), ("Exe", process.Exe),
                ("Cmdline", process.Cmdline), ("Cgroup", process.Cgroup), ("NetNS", process.NetNS));
        }
        return id;
    }

    private static ElementId Service(TransportProtocol protocol, SocketEnd server, Dictionary<ElementId, Metadata> nodes)
    {
        var id = ElementId.FromName("service", protocol.Word(), server.Address.ToString(), Text(server.Port));
        var name = server.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{server.Address}]:{Text(server.Port)}"
            : $"{server.Address}:{Text(server.Port)}";
        nodes[id] = Metadata.Of(("Type", "service"), ("Name", name), ("Protocol", protocol.Word()), ("Address", server.Address.ToString()), ("Port", server.Port));
        return id;
    }

    private static void Own(ElementId place, ElementId process, Dictionary<ElementId, (ElementId, ElementId, Metadata)> edges) =>
        edges[ElementIdentity.Ownership(place, process)] = (place, process, Owns);

    private static void Talk(ElementId from, ElementId to, TransportProtocol protocol, SocketEnd server,
        Dictionary<ElementId, (ElementId, ElementId, Metadata)> edges) =>
        edges[ElementId.FromName("connection", from.ToString(), to.ToString(), protocol.Word(), server.Address.ToString(), Text(server.Port))] =
            (from, to, Metadata.Of(("RelationType", "connection"), ("Protocol", protocol.Word()), ("Address", server.Address.ToString()), ("Port", server.Port)));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string BootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
