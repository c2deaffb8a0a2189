using System.Globalization;
using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// Processes that hold sockets, and who talks to whom, as nodes and edges. A server (or client) on another machine is a node of Type
/// service by its address: the machine that it is on writes the same node, so that both meet in a graph that holds both.
/// </summary>
internal sealed class ServiceView(string host, TimeSpan linger)
{
    private static readonly Metadata Owns = Metadata.Of(("RelationType", "ownership"));
    private readonly string _boot = ElementIdentity.Boot();

    private readonly Dictionary<ElementId, Talk> _talks = [];
    private Dictionary<ElementId, Metadata> _nodes = [];
    private HashSet<ElementId> _edges = [];

    private sealed record Talk(Conversation Of)
    {
        public long Last { get; set; }
    }

    /// <summary>True while an edge waits to be taken away.</summary>
    public bool IsLingering { get; private set; }

    /// <summary>Of a process's node.</summary>
    public ElementId IdOf(ProcessFacts process) => ElementId.FromName("process", host, _boot, Text(process.Pid), Text(process.Started));

    /// <summary>Makes the graph show what is there now.</summary>
    /// <param name="transaction">Of the probe.</param>
    /// <param name="places">All sockets.</param>
    /// <param name="unix">Who talks to whom by unix(7).</param>
    public void Write(Transaction transaction, IReadOnlyCollection<NamespaceSocketList> places, IReadOnlyCollection<Conversation> unix)
    {
        var nodes = new Dictionary<ElementId, Metadata>();
        var edges = new Dictionary<ElementId, (ElementId From, ElementId To, Metadata Metadata)>();
        foreach (var place in places)
        {
            foreach (var process in place.Sockets.SelectMany(held => held.All).Distinct<ProcessFacts>(ReferenceEqualityComparer.Instance))
                Own(place.Place.Node, Process(process, nodes), edges);
        }
        Remember([.. Conversations.Of(places, new AddressBook(transaction.View, host)), .. unix]);
        var nodeOf = places.ToDictionary(place => place.Place.Inode, place => place.Place.Node);
        foreach (var (id, talk) in _talks)
            Show(id, talk.Of, nodeOf, nodes, edges);
        Apply(transaction, nodes, edges);
    }

    // Many connections are shorter than a look at them; an edge that comes and goes with each would tell nobody anything.
    private void Remember(HashSet<Conversation> conversations)
    {
        long now = Environment.TickCount64;
        var present = conversations.Where(one => one.Client is not null || one.Owner is not null).ToDictionary(EdgeId);
        foreach (var (id, one) in present)
        {
            if (!_talks.TryGetValue(id, out var talk))
                _talks[id] = talk = new Talk(one);
            talk.Last = now;
        }
        foreach (var (id, talk) in _talks.Where(talk => !present.ContainsKey(talk.Key)).ToArray())
        {
            if (now - talk.Last >= linger.TotalMilliseconds || talk.Of.Client?.IsGone == true || talk.Of.Owner?.IsGone == true)
                _talks.Remove(id);
        }
        IsLingering = _talks.Count > present.Count;
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
        var id = IdOf(process);
        if (!nodes.ContainsKey(id))
        {
            nodes[id] = Metadata.Of(("Type", "process"), ("Name", process.Program), ("Comm", process.Comm), ("PID", process.Pid), ("Exe", process.Exe),
                ("Cmdline", process.Cmdline), ("Cgroup", process.Cgroup), ("NetNS", process.NetNS));
        }
        return id;
    }

    private static ElementId Service(Conversation talk, Dictionary<ElementId, Metadata> nodes)
    {
        var id = ElementId.FromName("service", talk.Protocol, talk.Address, Text(talk.Port));
        var name = talk.Address.Contains(':') ? $"[{talk.Address}]:{Text(talk.Port)}" : $"{talk.Address}:{Text(talk.Port)}";
        nodes[id] = Metadata.Of(("Type", "service"), ("Name", name), ("Protocol", talk.Protocol), ("Address", talk.Address), ("Port", talk.Port));
        return id;
    }

    private static void Own(ElementId place, ElementId process, Dictionary<ElementId, (ElementId, ElementId, Metadata)> edges) =>
        edges[ElementIdentity.Ownership(place, process)] = (place, process, Owns);

    private void Show(ElementId id, Conversation talk, IReadOnlyDictionary<long, ElementId> places, Dictionary<ElementId, Metadata> nodes,
        Dictionary<ElementId, (ElementId, ElementId, Metadata)> edges)
    {
        // A process whose connections are all over still hangs from its namespace.
        foreach (var process in new[] { talk.Client, talk.Owner }.OfType<ProcessFacts>())
        {
            if (places.TryGetValue(process.NetNS, out var place))
                Own(place, Process(process, nodes), edges);
        }
        var from = talk.Client is { } client ? Process(client, nodes) : Service(talk, nodes);
        var to = talk.Owner is { } owner ? Process(owner, nodes) : Service(talk, nodes);
        edges[id] = (from, to, MetadataOf(talk));
    }

    private static Metadata MetadataOf(Conversation talk)
    {
        var metadata = new MetadataBuilder { ["RelationType"] = "connection", ["Protocol"] = talk.Protocol, ["Address"] = talk.Address };
        if (talk.Port > 0)
            metadata["Port"] = talk.Port;
        return metadata.Build();
    }

    private ElementId EdgeId(Conversation talk) => ElementId.FromName("connection", host, _boot, Number(talk.Client), Number(talk.Owner),
        talk.Protocol, talk.Address, Text(talk.Port));

    private static string Number(ProcessFacts? process) => process is null ? "" : $"{Text(process.Pid)}@{Text(process.Started)}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
