using System.Collections.Concurrent;
using System.Net;

namespace Steffi.Flows;

/// <summary>
/// Knows which process has which end of a flow, from the Sockets of a graph's nodes and its nodes of Type process as they come and go,
/// however the flow was captured. Thread-safe.
/// </summary>
/// <remarks>
/// A socket is remembered for a while after it is gone, for its flow may be reported later. Two namespaces may have the same ends
/// (127.0.0.1): then those of the namespace that the flow was captured in are taken, and of others none. A socket that is bound to no address
/// has what goes to an address of its namespace, wherever the flow was captured.
/// </remarks>
/// <param name="graph">Whose nodes have Sockets and own interfaces with a TID.</param>
/// <param name="remember">How long after a socket is gone. Default ten minutes.</param>
public sealed class FlowProcesses(Graph graph, TimeSpan? remember = null)
{
    private static readonly MetadataPath Sockets = "Sockets", Tid = "TID", ProcessA = "ProcessA", ProcessB = "ProcessB";

    private readonly TimeSpan _remember = remember ?? TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<SocketEnds, Owner[]> _owners = new();
    private readonly ConcurrentDictionary<string, ElementId> _placeOfTid = new();
    private readonly Dictionary<ElementId, HashSet<Owner>> _present = [];

    private readonly Dictionary<Owner, DateTimeOffset> _gone = [];
    private readonly ProcessNodes _processes = new();
    private readonly AddressPlaces _addresses = new();

    /// <summary>The holder of a socket, and the node that has it.</summary>
    private sealed record Owner(SocketEnds Ends, ElementId Place, string Host, long PID, string Name);

    /// <summary>Follows the graph until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var options = new SubscriptionOptions { Filter = change => change.Node is { } node && (node.Metadata.Contains(Sockets) || node.Metadata.Contains(Tid) || ProcessNodes.IsProcess(node)) };
        var changes = graph.Subscribe(options, stopping);
        TakeAll(graph.Live);
        var swept = graph.Now;
        await foreach (var change in changes.ConfigureAwait(false))
        {
            if (change.Lost > 0)
                TakeAll(change.View);
            foreach (var one in change.Changes)
            {
                if (one is { IsLate: false, Node: { } node })
                    Take(node, isGone: one.Kind == ChangeKind.Deleted);
            }
            if (graph.Now - swept > _remember / 10)
                Sweep(swept = graph.Now);
        }
    }

    /// <summary>The flow with ProcessA and ProcessB in its Details, as far as they are known; the flow itself when neither is.</summary>
    /// <param name="flow">With ports.</param>
    public Flow Tell(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (SocketEnds.Of(flow) is not { } ends || flow.Details.Contains(ProcessA) && flow.Details.Contains(ProcessB))
            return flow;
        ElementId? place = flow.NodeTID is { } tid && _placeOfTid.TryGetValue(tid, out var known) ? known : default(ElementId?);
        var (a, b) = (Find(ends, place), Find(ends.Reversed, place));
        if (a is null && b is null)
            return flow;
        var details = new MetadataBuilder(flow.Details);
        if (a is not null)
            details["ProcessA"] = _processes.Describe(a.Host, a.PID, a.Name);
        if (b is not null)
            details["ProcessB"] = _processes.Describe(b.Host, b.PID, b.Name);
        return flow with { Details = details.Build() };
    }

    // A server's end may be its listener's, or that of a socket that takes datagrams from anybody.
    private Owner? Find(SocketEnds ends, ElementId? place) =>
        Best(ends, place) ?? Best(ends.Serving, place) ?? ServingAll(ends, PlaceOf(ends.Local, place));

    // Bound to no address, in the namespace that has it: IPv6 sockets take IPv4, too.
    private Owner? ServingAll(SocketEnds ends, ElementId? place) =>
        In(ends.Serving with { Local = "0.0.0.0" }, place) ?? In(ends.Serving with { Local = "::" }, place);

    // Where an address is nobody's (a group's), or of several namespaces, it is the one's in which the flow was captured.
    private ElementId? PlaceOf(string address, ElementId? place)
    {
        if (IsLoopback(address) || _addresses.Of(address) is not { Length: > 0 } places || places.Contains(place.GetValueOrDefault()))
            return place;
        return places.Length == 1 ? places[0] : default(ElementId?);
    }

    private Owner? In(SocketEnds ends, ElementId? place) =>
        place is not null && _owners.TryGetValue(ends, out var owners) ? Array.FindLast(owners, owner => owner.Place == place) : null;

    private Owner? Best(SocketEnds ends, ElementId? place)
    {
        if (In(ends, place) is { } here)
            return here;
        if (IsLoopback(ends.Local) || !_owners.TryGetValue(ends, out var owners))
            return null;
        return Array.TrueForAll(owners, owner => owner.Place == owners[0].Place) ? owners[^1] : null;
    }

    private static bool IsLoopback(string address) => IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed);

    private void TakeAll(GraphView view)
    {
        foreach (var node in view.Nodes)
            Take(node, isGone: false);
    }

    private void Take(Node node, bool isGone)
    {
        if (ProcessNodes.IsProcess(node))
            _processes.Take(node, isGone ? graph.Now : null);
        if (node.TryGet(Tid, out var tid))
        {
            var parent = isGone ? null : Parent(node);
            if (parent is { } place)
                _placeOfTid[tid.ToString()] = place;
            _addresses.Take(node, parent);
        }
        var found = isGone || !node.TryGet(Sockets, out var list) || list.Kind != ValueKind.List ? [] : Read(list, node);
        if (found.Count == 0 && !_present.ContainsKey(node.Id))
            return;
        var before = _present.GetValueOrDefault(node.Id) ?? [];
        foreach (var owner in before.Where(owner => !found.Contains(owner)))
            _gone[owner] = graph.Now;
        foreach (var owner in found.Where(owner => !before.Contains(owner)))
        {
            _gone.Remove(owner);
            _owners.AddOrUpdate(owner.Ends, _ => [owner], (_, others) => [.. others.Where(other => other.Place != owner.Place), owner]);
        }
        before.IntersectWith(found);
        before.UnionWith(found);
        _present[node.Id] = before;
    }

    private static ElementId? Parent(Node node)
    {
        foreach (var edge in node.InEdges)
        {
            if (edge["RelationType"] == "ownership")
                return edge.ParentId;
        }
        return null;
    }

    private static HashSet<Owner> Read(MetadataValue list, Node node)
    {
        var found = new Dictionary<SocketEnds, Owner?>();
        foreach (var socket in list.AsList())
        {
            if (socket.Kind != ValueKind.Map)
                continue;
            var map = socket.AsMap();
            if (map["PID"].Kind != ValueKind.Int || SocketEnds.Of(map) is not { } ends)
                continue;
            var owner = new Owner(ends, node.Id, node.Host, map["PID"].AsInt(), map["Name"].ToString());
            // Of several processes that share a port each has a part of the flows: whose one is, is not known.
            if (!found.TryAdd(ends, owner) && found[ends] != owner)
                found[ends] = null;
        }
        return [.. found.Values.OfType<Owner>()];
    }

    // What is gone for longer than it is remembered.
    private void Sweep(DateTimeOffset now)
    {
        _processes.Forget(now - _remember);
        foreach (var (owner, _) in _gone.Where(gone => now - gone.Value >= _remember).ToArray())
        {
            _gone.Remove(owner);
            if (!_owners.TryGetValue(owner.Ends, out var owners))
                continue;
            if (Array.FindAll(owners, other => other != owner) is { Length: > 0 } others)
                _owners[owner.Ends] = others;
            else
                _owners.TryRemove(owner.Ends, out _);
        }
    }
}
