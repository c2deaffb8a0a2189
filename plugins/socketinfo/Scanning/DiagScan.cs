using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>By sock_diag(7) and /proc/PID/fd.</summary>
internal sealed class DiagScan : SocketScan
{
    private static readonly (byte Family, TransportProtocol Protocol)[] Kinds =
    [
        (AddressFamilies.IPv4, TransportProtocol.Tcp), (AddressFamilies.IPv6, TransportProtocol.Tcp),
        (AddressFamilies.IPv4, TransportProtocol.Udp), (AddressFamilies.IPv6, TransportProtocol.Udp),
    ];

    public override void ReadSockets(string where, bool hasRoundTrips, List<SocketRecord> found)
    {
        using var dumps = new DiagDumps(where, Buffer);
        foreach (var (family, protocol) in Kinds)
        {
            dumps.Read(InetDiag.Dump(Buffer, family, protocol, hasRoundTrips, NextSequence()), message =>
            {
                if (InetDiag.TryRead(message, protocol, out var record) && record.IsShown)
                    found.Add(record);
            });
        }
    }

    public override Dictionary<uint, List<int>> ReadHolders()
    {
        var found = new Dictionary<uint, List<int>>();
        foreach (var (inode, pid) in DescriptorScan.Read())
            AddHolder(found, inode, pid);
        return LowestFirst(found);
    }
}
