using Steffi.Netlink;
using Steffi.Probes;

namespace Steffi.Plugins.NetNS;

/// <summary>
/// Keeps a node for every network namespace besides this process's own, and its interfaces. Needs CAP_SYS_ADMIN to enter them:
/// without it the probe is degraded, says so and shows none.
/// </summary>
public sealed class NetnsProbe : TopologyProbe
{
    /// <inheritdoc/>
    public override string Name => "netns";

    /// <inheritdoc/>
    public override bool Reconciles => true;

    /// <inheritdoc/>
    public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
    {
        var options = NetlinkOptions.Read(context.Settings);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var known = new KnownNamespaces();
        NamespaceFollower? follower = null;
        using var loop = new NetlinkLoop(context, known) { Failed = (netns, exception) => follower!.Lost(netns, exception) };
        follower = new NamespaceFollower(context, loop, known, options);
        context.Report(ProbeState.Running);
        await Together.RunAsync(ending, loop.RunAsync(ending.Token), PeerWatch.RunAsync(context, loop, ending.Token),
            follower.RunAsync(ending.Token));
        stopping.ThrowIfCancellationRequested();
    }
}
