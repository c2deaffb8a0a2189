using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>Where a namespace stands in the graph: below the host's node itself, or as a node of its own below that.</summary>
/// <param name="Parent">The node that owns the interfaces, or the namespace's node.</param>
/// <param name="Node">The namespace's own node; null for the namespace of the host.</param>
/// <param name="Metadata">Of the namespace's node.</param>
internal sealed record NamespacePlace(ElementId Parent, ElementId? Node = null, Metadata Metadata = default);

/// <summary>Writes one namespace's changes into a transaction, always as the difference to what it wrote before.</summary>
internal sealed class NamespaceGraph(ElementIdentity identity, NamespacePlace place)
{
    private static readonly Metadata Ownership = Metadata.Of(("RelationType", "ownership"));

    private NamespacePlace _place = place;
    private Metadata _written;
    private bool _isWritten;
    private bool _isPlaceChanged = true;

    /// <summary>True when the namespace's own node has to be written though no interface changed.</summary>
    public bool HasChanges => _isPlaceChanged && _place.Node is not null;

    /// <summary>The namespace got or lost a name.</summary>
    public void Describe(Metadata metadata)
    {
        _place = _place with { Metadata = metadata };
        _isPlaceChanged = true;
    }

    public void Write(Transaction transaction, NamespaceWatcher watcher)
    {
        WritePlace(transaction);
        var state = watcher.State;
        var (removed, changed) = state.TakeChanges();
        foreach (int index in removed)
            transaction.DeleteNode(identity.Interface(state.NetNS, index));
        foreach (var link in changed)
        {
            link.Ethtool = Ethtool.Ask(watcher.Descriptor, link.Message.Name, link.Questions, link.Ethtool);
            link.Questions = EthtoolQuestions.None;
            WriteLink(transaction, watcher, link);
        }
    }

    /// <summary>The namespace is gone: ends its interfaces and its node, in one transaction.</summary>
    public void Delete(Transaction transaction, NamespaceState state)
    {
        foreach (var (index, link) in state.Links)
        {
            if (link.IsWritten)
                transaction.DeleteNode(identity.Interface(state.NetNS, index));
        }
        foreach (int index in state.TakeChanges().Removed)
            transaction.DeleteNode(identity.Interface(state.NetNS, index));
        if (_place.Node is { } node && _isWritten)
            transaction.DeleteNode(node);
    }

    private void WritePlace(Transaction transaction)
    {
        _isPlaceChanged = false;
        if (_place.Node is not { } node)
            return;
        Put(transaction, node, _place.Metadata, ref _written, _isWritten);
        if (!_isWritten)
            Own(transaction, _place.Parent, node);
        _isWritten = true;
    }

    private void WriteLink(Transaction transaction, NamespaceWatcher watcher, LinkState link)
    {
        var state = watcher.State;
        var id = identity.Interface(state.NetNS, link.Message.Index);
        var metadata = WithTopologyId(LinkMapping.ToMetadata(
            link.Facts(state.NetNS, watcher.LinkNetNS(link), state.PortsOf(link), Environment.TickCount64)));
        if (link.TablesDue != long.MaxValue)
            state.Delay(link);
        var written = link.Written;
        Put(transaction, id, metadata, ref written, link.IsWritten);
        link.Written = written;
        link.Samples.Write(transaction, id, isNew: !link.IsWritten);
        if (!link.IsWritten)
            Own(transaction, _place.Node ?? _place.Parent, id);
        link.IsWritten = true;
    }

    private Metadata WithTopologyId(Metadata link) => new MetadataBuilder(link)
    {
        ["TID"] = identity.Topology(_place.Metadata["Path"] is { Kind: ValueKind.String } path ? path.AsString() : "", link["Name"].ToString(), link["Type"].ToString()).ToString(),
    };

    // A node may be alive already: left by an earlier run of the probe, or by the same interface before a restart. It goes on.
    private static void Put(Transaction transaction, ElementId id, Metadata metadata, ref Metadata written, bool isWritten)
    {
        if (!transaction.ContainsNode(id))
        {
            transaction.AddNode(id, metadata);
        }
        else
        {
            if (!isWritten && transaction.View.TryGetNode(id, out var node))
                written = node.Metadata;
            var patch = written.DiffTo(metadata);
            if (!patch.IsEmpty)
                transaction.UpdateNode(id, patch);
        }
        written = metadata;
    }

    private static void Own(Transaction transaction, ElementId parent, ElementId child)
    {
        var edge = ElementIdentity.Ownership(parent, child);
        if (!transaction.ContainsEdge(edge))
            transaction.AddEdge(edge, parent, child, Ownership);
    }
}
