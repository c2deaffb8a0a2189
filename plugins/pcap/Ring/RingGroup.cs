using Steffi.Netlink;

namespace Steffi.Plugins.Pcap;

/// <summary>Rings on one interface that share its packets out (PACKET_FANOUT): all of a flow, both ways, go to one of them.</summary>
internal sealed class RingGroup : IDisposable
{
    private RingGroup(IReadOnlyList<PacketRing> rings, string? refusal) => (Rings, Refusal) = (rings, refusal);

    /// <summary>One, or as many as were asked for.</summary>
    public IReadOnlyList<PacketRing> Rings { get; }

    /// <summary>Why there is only one; null when that is what was asked for.</summary>
    public string? Refusal { get; }

    /// <summary>Opens an interface of the calling thread's namespace; packets flow from then on.</summary>
    /// <param name="index">The interface.</param>
    /// <param name="filter">What to take of each.</param>
    /// <param name="bytes">Of each ring, for one flow may take all of it; less where the kernel has not so much.</param>
    /// <param name="count">Of rings.</param>
    /// <param name="ports">Whether ports tell flows apart here: not where datagrams are put together.</param>
    /// <exception cref="KernelCallException">The interface is gone.</exception>
    /// <exception cref="NotSupportedException">CAP_NET_RAW is missing, or the kernel has no such ring.</exception>
    public static RingGroup Open(int index, CaptureFilter filter, long bytes, int count, bool ports)
    {
        var rings = new List<PacketRing>(count);
        try
        {
            while (rings.Count < count)
                rings.Add(PacketRing.Open(index, bytes));
            // A flow that came in before all had joined would have begun in another ring: so they take nothing until then.
            var refusal = count > 1 ? Join(rings, ports) : null;
            if (refusal is not null)
            {
                rings.ForEach(ring => ring.Dispose());
                rings = [PacketRing.Open(index, bytes)];
            }
            foreach (var ring in rings)
                ring.Take(filter);
            return new RingGroup(rings, refusal);
        }
        catch
        {
            rings.ForEach(ring => ring.Dispose());
            throw;
        }
    }

    /// <summary>Ends all at once: when one is gone the kernel shares out anew among the others.</summary>
    public void Dispose()
    {
        foreach (var ring in Rings)
            ring.Dispose();
    }

    // Linux before 4.12 has no such group, before 6.14 none on an interface that is down: one ring does for it then.
    private static string? Join(List<PacketRing> rings, bool ports)
    {
        try
        {
            uint group = rings[0].Found(FanOutProgram.ForSocket(rings[0].LinkType, ports));
            foreach (var ring in rings.Skip(1))
                ring.Join(group);
            return null;
        }
        catch (KernelCallException e)
        {
            return e.Message;
        }
    }
}
