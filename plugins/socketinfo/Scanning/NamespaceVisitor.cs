using System.Runtime.InteropServices;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// One thread that goes from namespace to namespace: setns(2) moves only it, and a thread a visit would cost a thousand threads a round
/// on a machine with a thousand namespaces.
/// </summary>
internal static class NamespaceVisitor
{
    /// <summary>The sockets of each namespace, in its order; a namespace that went meanwhile has none.</summary>
    /// <param name="namespaces">Inode and a file of it each; the visitor's own has no file.</param>
    /// <param name="scan">How they are read.</param>
    /// <param name="hasRoundTrips">Whether those of connections are wanted, too.</param>
    /// <param name="refused">What could not be entered, by inode.</param>
    /// <param name="unix">Where those of unix(7) go, of all namespaces; null when they are not asked for.</param>
    public static Task<Dictionary<long, List<SocketRecord>>> VisitAsync(IReadOnlyList<FollowedNamespace> namespaces, SocketScan scan, bool hasRoundTrips,
        Dictionary<long, KernelCallException> refused, List<UnixSocket>? unix)
    {
        var done = new TaskCompletionSource<Dictionary<long, List<SocketRecord>>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(Visit(namespaces, scan, hasRoundTrips, refused, unix));
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }, maxStackSize: 512 * 1024)
        { IsBackground = true, Name = "socketinfo" }.Start();
        return done.Task;
    }

    private static Dictionary<long, List<SocketRecord>> Visit(IReadOnlyList<FollowedNamespace> namespaces, SocketScan scan, bool hasRoundTrips,
        Dictionary<long, KernelCallException> refused, List<UnixSocket>? unix)
    {
        var found = new Dictionary<long, List<SocketRecord>>();
        // The thread starts where the process is, and ends where it is: nobody else runs on it.
        foreach (var place in namespaces.OrderBy(place => place.Path is not null))
        {
            var sockets = new List<SocketRecord>();
            try
            {
                if (place.Path is null || Enter(place.Path, place.Inode))
                {
                    scan.ReadSockets(place.Name, hasRoundTrips, sockets);
                    if (unix is not null)
                        scan.ReadUnixSockets(place.Name, unix);
                }
                found[place.Inode] = sockets;
            }
            catch (KernelCallException exception)
            {
                refused[place.Inode] = exception;
            }
        }
        return found;
    }

    private static bool Enter(string path, long inode)
    {
        int descriptor;
        try
        {
            descriptor = NamespaceFile.Open(path);
        }
        catch (KernelCallException exception) when (exception.Errno == Errno.ENOENT)
        {
            return false;
        }
        try
        {
            if (NamespaceFile.Inode($"/proc/self/fd/{descriptor}") != inode)
                return false;
            if (Libc.setns(descriptor, Libc.CLONE_NEWNET) < 0)
                throw new KernelCallException("setns", path, Marshal.GetLastPInvokeError(), "CAP_SYS_ADMIN");
            return true;
        }
        finally
        {
            _ = Libc.close(descriptor);
        }
    }
}
