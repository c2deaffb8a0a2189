using Microsoft.Extensions.Logging;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;
using Steffi.Probes;

namespace Steffi.Plugins.Netlink;

/// <summary>
/// Keeps the interfaces of the network namespace that this process is in, and the layer2 edges between all interfaces of the
/// graph. Runs without privileges; a plain user only gets a smaller receive buffer.
/// </summary>
public sealed class NetlinkProbe : TopologyProbe
{
    /// <inheritdoc/>
    public override string Name => "netlink";

    /// <inheritdoc/>
    public override bool Reconciles => true;

    /// <inheritdoc/>
    public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
    {
        var options = NetlinkOptions.Read(context.Settings);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var linkers = LayerTwoLinkers.All.Select(context.Graph.AddLinker).ToArray();
        try
        {
            KernelCallException? failure = null;
            using var loop = new NetlinkLoop(context, new ScannedCandidates(options.Directories))
            {
                Failed = (_, exception) =>
                {
                    failure = exception;
                    ending.Cancel();
                },
            };
            loop.Add(NamespaceWatcher.Open(NamespaceFile.Own, "the host's namespace", options), new NamespacePlace(context.HostNode));
            // What an earlier run of another boot, or in another namespace, left: no watcher will ever settle it.
            loop.Post(() => context.Write(transaction => loop.Leftovers.SettleRest(transaction, new HashSet<long> { NamespaceFile.Own })));
            context.Report(ProbeState.Running);
            context.Log.LogInformation("following namespace {Inode}", NamespaceFile.Own);
            await Together.RunAsync(ending, loop.RunAsync(ending.Token), PeerWatch.RunAsync(context, loop, ending.Token));
            if (failure is not null)
                throw failure;
        }
        finally
        {
            foreach (var linker in linkers)
                linker.Dispose();
        }
        stopping.ThrowIfCancellationRequested();
    }
}
