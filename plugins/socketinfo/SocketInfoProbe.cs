using Microsoft.Extensions.Logging;
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
    public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
    {
        var options = SocketInfoOptions.Read(context.Settings);
        using var scan = SocketScan.Open(out var problem);
        if (problem is not null)
            context.Log.LogInformation("sockets are read by sock_diag and /proc: {Message}", problem);
        await new SocketFollower(context, options, scan).RunAsync(stopping);
    }
}
