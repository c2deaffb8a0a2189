using Steffi.Probes;

namespace Steffi.Netlink;

/// <summary>
/// Tells an interface that its other end moved. The kernel notifies in the namespaces that the moved end left and entered, not
/// in the one where its peer is, whose PeerIndex and LinkNetNS then are of the past. The graph brings both probes' interfaces
/// together, so whoever follows the graph sees it: the moved end names its peer, and the peer is read again.
/// </summary>
internal static class PeerWatch
{
    private static readonly MetadataPath NetNS = MetadataPath.Of("NetNS"), LinkNetNS = MetadataPath.Of("LinkNetNS"),
        IfIndex = MetadataPath.Of("IfIndex"), PeerIndex = MetadataPath.Of("PeerIndex");

    public static async Task RunAsync(ProbeContext context, NetlinkLoop loop, CancellationToken stopping)
    {
        var options = new SubscriptionOptions { Filter = IsPeer };
        await foreach (var change in context.Graph.Subscribe(options, stopping))
        {
            if (change.Lost > 0)
                loop.Post(() => RefreshAll(loop));
            var ends = change.Changes.Select(c => Ends(c.Node!.Value)).ToArray();
            loop.Post(() => Refresh(loop, ends));
        }
    }

    private static bool IsPeer(ElementChange change) =>
        change is { Kind: not ChangeKind.Deleted, Node: { } node } && node.TryGet(PeerIndex, out _) && node.TryGet(LinkNetNS, out _);

    private static (long NetNS, long Index, long PeerNetNS, long PeerIndex) Ends(Node node) =>
        (Number(node, NetNS), Number(node, IfIndex), Number(node, LinkNetNS), Number(node, PeerIndex));

    private static long Number(Node node, MetadataPath path) =>
        node.TryGet(path, out var value) && value.Kind == ValueKind.Int ? value.AsInt() : 0;

    private static void Refresh(NetlinkLoop loop, (long NetNS, long Index, long PeerNetNS, long PeerIndex)[] ends)
    {
        foreach (var end in ends)
        {
            if (loop.Find(end.PeerNetNS) is not { } watcher)
                continue;
            // A peer that is not known yet is read too: what the kernel said of it may still wait in the socket, from a time
            // before it had a peer.
            if (watcher.State.Links.TryGetValue((int)end.PeerIndex, out var peer)
                && peer.Message.Link == end.Index && watcher.LinkNetNS(peer) == end.NetNS)
                continue;
            watcher.Nsids.AskSoon();
            watcher.Refresh((int)end.PeerIndex);
        }
    }

    private static void RefreshAll(NetlinkLoop loop)
    {
        foreach (var watcher in loop.Watchers)
        {
            foreach (var (index, link) in watcher.State.Links)
            {
                if (link.Message.Kind == "veth")
                    watcher.Refresh(index);
            }
        }
    }
}
