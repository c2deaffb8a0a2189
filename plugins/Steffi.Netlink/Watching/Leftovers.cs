using Steffi.Probes;

namespace Steffi.Netlink;

/// <summary>
/// Live nodes of this probe's origin that an earlier run left (the host was killed, the probe restarted): an interface that is
/// still there goes on, one that vanished meanwhile is deleted once its namespace is known again.
/// </summary>
internal sealed class Leftovers
{
    private readonly Dictionary<long, List<ElementId>> _byNamespace = [];

    public Leftovers(ProbeContext context)
    {
        foreach (var node in context.Graph.Live.Nodes)
        {
            if (node.Origin != context.Origin || !node.TryGet("NetNS", out var netns) || netns.Kind != ValueKind.Int)
                continue;
            if (!_byNamespace.TryGetValue(netns.AsInt(), out var ids))
                _byNamespace[netns.AsInt()] = ids = [];
            ids.Add(node.Id);
        }
    }

    /// <summary>Deletes what this namespace no longer has; its first complete state is known.</summary>
    public void Settle(Transaction transaction, NamespaceState state, ElementIdentity identity)
    {
        if (!_byNamespace.Remove(state.NetNS, out var ids))
            return;
        var present = state.Links.Keys.Select(index => identity.Interface(state.NetNS, index)).ToHashSet();
        present.Add(identity.Namespace(state.NetNS));
        foreach (var id in ids)
        {
            if (!present.Contains(id))
                transaction.DeleteNode(id);
        }
    }

    /// <summary>Deletes what belongs to namespaces that are no more.</summary>
    public void SettleRest(Transaction transaction, IReadOnlySet<long> present)
    {
        foreach (long netns in _byNamespace.Keys.Where(netns => !present.Contains(netns)).ToArray())
        {
            foreach (var id in _byNamespace[netns])
                transaction.DeleteNode(id);
            _byNamespace.Remove(netns);
        }
    }
}
