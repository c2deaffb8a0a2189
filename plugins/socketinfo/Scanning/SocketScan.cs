using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>A way to read sockets and who holds them. One thread at a time.</summary>
internal abstract class SocketScan : IDisposable
{
    private uint _sequence;

    /// <summary>Every socket that ss(8) would show, of the namespace that the calling thread is in.</summary>
    /// <param name="where">For errors.</param>
    /// <param name="hasRoundTrips">Whether those of connections are wanted, too.</param>
    /// <param name="found">Added to.</param>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public abstract void ReadSockets(string where, bool hasRoundTrips, List<SocketRecord> found);

    /// <summary>Every socket of unix(7) of the namespace that the calling thread is in, by sock_diag(7).</summary>
    /// <param name="where">For errors.</param>
    /// <param name="found">Added to.</param>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public void ReadUnixSockets(string where, List<UnixSocket> found)
    {
        using var dumps = new DiagDumps(where, Buffer);
        dumps.Read(UnixDiag.Dump(Buffer, NextSequence()), message =>
        {
            if (UnixDiag.TryRead(message, out var socket))
                found.Add(socket);
        });
    }

    /// <summary>The processes that hold each socket by its inode, whatever its namespace; the lowest process first.</summary>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public abstract Dictionary<uint, List<int>> ReadHolders();

    /// <summary>Iterators where the kernel and the rights allow them, else sock_diag(7) and /proc.</summary>
    /// <param name="problem">Why there are no iterators.</param>
    public static SocketScan Open(out string? problem)
    {
        problem = null;
        try
        {
            return IteratorScan.Open();
        }
        catch (Exception refused) when (refused is NotSupportedException or KernelCallException)
        {
            problem = refused.Message;
            return new DiagScan();
        }
    }

    public virtual void Dispose()
    {
    }

    /// <summary>For sock_diag(7).</summary>
    protected byte[] Buffer { get; } = new byte[64 * 1024];

    protected uint NextSequence() => ++_sequence;

    protected static void AddHolder(Dictionary<uint, List<int>> found, uint inode, int pid)
    {
        if (!found.TryGetValue(inode, out var holders))
            found[inode] = holders = new(1);
        if (!holders.Contains(pid))
            holders.Add(pid);
    }

    protected static Dictionary<uint, List<int>> LowestFirst(Dictionary<uint, List<int>> found)
    {
        foreach (var holders in found.Values)
            holders.Sort();
        return found;
    }
}
