namespace Steffi.Plugins.SocketInfo;

/// <summary>What happened to the sockets of one process since it was first seen.</summary>
internal sealed class HealthTotals
{
    private static readonly MetadataPath TcpHealth = "TCPHealth", DropsPath = "Drops", FragmentsPath = "Fragments";

    public long Retransmits { get; set; }

    public long Resets { get; set; }

    /// <summary>Nanoseconds, smoothed by the kernel: the mean of its connections. 0 without one.</summary>
    public long Srtt { get; set; }

    /// <summary>Packets to or from its sockets that the kernel dropped, by its reason.</summary>
    public SortedDictionary<string, long> Drops { get; } = new(StringComparer.Ordinal);

    /// <summary>Fragments of datagrams that its sockets sent.</summary>
    public long FragmentsSent { get; set; }

    /// <summary>Fragments that came for its sockets.</summary>
    public long FragmentsReceived { get; set; }

    /// <summary>Writes what differs from what the node shows.</summary>
    public void Sample(Transaction transaction, Node node)
    {
        Sample(transaction, node, TcpHealth, Metadata.Of(("Retransmits", Retransmits), ("Resets", Resets), ("SRTT", Srtt)));
        if (FragmentsSent + FragmentsReceived > 0)
            Sample(transaction, node, FragmentsPath, Metadata.Of(("Sent", FragmentsSent), ("Received", FragmentsReceived)));
        if (Drops.Count == 0)
            return;
        var drops = new MetadataBuilder();
        foreach (var (reason, count) in Drops)
            drops[reason] = count;
        Sample(transaction, node, DropsPath, drops.Build());
    }

    private static void Sample(Transaction transaction, Node node, MetadataPath map, Metadata counters)
    {
        if (!node.TryGet(map, out var shown) || shown != (MetadataValue)counters)
            transaction.Sample(node.Id, map, counters);
    }
}
