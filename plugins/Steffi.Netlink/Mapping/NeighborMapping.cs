namespace Steffi.Netlink;

/// <summary>Neighbour and forwarding entries as the lists Neighbors and FDB. Pure; sorted, so that equal tables map alike.</summary>
internal static class NeighborMapping
{
    /// <summary>Null for an empty table.</summary>
    public static MetadataValue ToMetadata(IReadOnlyCollection<NeighborMessage> entries)
    {
        if (entries.Count == 0)
            return MetadataValue.Null;
        return MetadataValue.List(entries
            .OrderBy(e => e.Family).ThenBy(e => e.MAC, StringComparer.Ordinal).ThenBy(e => e.Vlan)
            .ThenBy(e => e.Destination?.ToString(), StringComparer.Ordinal).ThenBy(e => e.Flags)
            .Select(e => (MetadataValue)Entry(e)));
    }

    private static Metadata Entry(NeighborMessage entry)
    {
        var map = new MetadataBuilder { ["IfIndex"] = entry.Index, ["State"] = LinkNames.NeighborState(entry.State) };
        if (entry.MAC.Length > 0)
            map["MAC"] = entry.MAC;
        if (entry.Destination is { } address)
            map["IP"] = address.ToString();
        if (entry.Flags != 0)
            map["Flags"] = LinkNames.NeighborFlag(entry.Flags);
        if (entry.Vlan != 0)
            map["VLAN"] = entry.Vlan;
        if (entry.Vni != 0)
            map["VNI"] = (long)entry.Vni;
        if (entry.Port != 0)
            map["Port"] = entry.Port;
        if (entry.OutIndex != 0)
            map["OutIfIndex"] = entry.OutIndex;
        return map.Build();
    }
}
