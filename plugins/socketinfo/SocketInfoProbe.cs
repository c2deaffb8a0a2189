using Steffi.Probes;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// Keeps the TCP and UDP sockets of every namespace with their processes: as Sockets on the namespace's node (on the host's for its own), and as
/// nodes of Type process with edges for who talks to whom.
/// </summary>
public sealed class SocketInfoProbe : TopologyProbe
{
    /// <inheritdoc/>
    public override string Name => "socketinfo";

    /// <inheritdoc/>
    public override Task RunAsync(ProbeContext context, CancellationToken stopping) =>
        new SocketFollower(context, SocketInfoOptions.Read(context.Settings)).RunAsync(stopping);
}
