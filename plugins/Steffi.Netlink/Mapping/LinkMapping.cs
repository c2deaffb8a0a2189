using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>What is known of an interface as the metadata of its node, under Skydive's keys. Pure.</summary>
internal static class LinkMapping
{
    private static readonly ConditionalWeakTable<FeatureSet, object> FeatureMaps = [];

    public static Metadata ToMetadata(LinkFacts facts)
    {
        var link = facts.Link;
        var metadata = new MetadataBuilder
        {
            ["Name"] = link.Name,
            ["Type"] = LinkNames.Type(link.Kind),
            ["IfIndex"] = link.Index,
            ["NetNS"] = facts.NetNS,
            ["MTU"] = (long)link.MTU,
            ["EncapType"] = LinkNames.Encapsulation(link.HardwareType),
            ["State"] = (link.Flags & LinkNames.Up) != 0 ? "UP" : "DOWN",
            ["OperState"] = LinkNames.OperState(link.OperState),
            ["LinkFlags"] = LinkNames.LinkFlags(link.Flags),
        };
        Set(metadata, "MAC", link.MAC);
        Set(metadata, "PermanentMAC", link.PermanentMAC);
        Set(metadata, "Alias", link.Alias);
        Set(metadata, "QueueDiscipline", link.QueueDiscipline);
        if (link.TxQueueLength != 0)
            metadata["TxQueueLen"] = (long)link.TxQueueLength;
        if (link.Group != 0)
            metadata["Group"] = (long)link.Group;
        if (link.Promiscuity != 0)
            metadata["Promiscuity"] = (long)link.Promiscuity;
        if (link.AlternativeNames.Count > 0)
            metadata["AltNames"] = link.AlternativeNames.ToArray();
        SetPlaces(metadata, facts);
        SetEthtool(metadata, facts.Ethtool);
        SetAddresses(metadata, facts.Addresses);
        SetKind(metadata, facts);
        Set(metadata, "RoutingTables", facts.RoutingTables);
        Set(metadata, "Neighbors", facts.Neighbors);
        Set(metadata, "FDB", facts.FDB);
        return metadata.Build();
    }

    // What the linkers read: NetNS + IfIndex here, LinkNetNS + PeerIndex or ParentIndex there.
    private static void SetPlaces(MetadataBuilder metadata, LinkFacts facts)
    {
        var link = facts.Link;
        if (link.Master != 0)
            metadata["MasterIndex"] = link.Master;
        int other = link.Link != 0 ? link.Link : (int)Parent(link);
        // An interface that names itself (a tunnel without a parent does on old kernels) has no other.
        if (other != 0 && (other != link.Index || link.LinkNsid is not null))
            metadata[link.Kind == "veth" ? "PeerIndex" : "ParentIndex"] = other;
        if (link.LinkNsid is { } nsid)
            metadata["LinkNetNSID"] = nsid;
        if (facts.LinkNetNS is { } inode && (other != 0 || link.LinkNsid is not null))
            metadata["LinkNetNS"] = inode;
    }

    private static long Parent(LinkMessage link)
    {
        foreach (var field in link.Info)
        {
            if (field is { Name: "Link", Value: long index })
                return index;
        }
        return 0;
    }

    private static void SetEthtool(MetadataBuilder metadata, EthtoolInfo ethtool)
    {
        Set(metadata, "Driver", ethtool.Driver ?? "");
        Set(metadata, "BusInfo", ethtool.BusInfo ?? "");
        if (ethtool.Speed is { } speed)
            metadata["Speed"] = speed;
        Set(metadata, "Duplex", ethtool.Duplex ?? "");
        if (ethtool.Features is { } features)
            metadata["Features"] = (Metadata)FeatureMaps.GetValue(features, static set => Map(set));
    }

    private static object Map(FeatureSet features)
    {
        var map = new MetadataBuilder();
        foreach (var (name, active) in features.All)
            map[name] = active;
        return map.Build();
    }

    private static void SetAddresses(MetadataBuilder metadata, IReadOnlyList<AddressMessage> addresses)
    {
        if (addresses.Count == 0)
            return;
        var v4 = new List<string>();
        var v6 = new List<string>();
        var all = new List<MetadataValue>();
        foreach (var address in addresses)
        {
            string prefix = $"{address.Address}/{address.PrefixLength}";
            (address.Address!.AddressFamily == AddressFamily.InterNetwork ? v4 : v6).Add(prefix);
            all.Add(Details(address, prefix));
        }
        if (v4.Count > 0)
            metadata["IPV4"] = v4.ToArray();
        if (v6.Count > 0)
            metadata["IPV6"] = v6.ToArray();
        metadata["Addresses"] = MetadataValue.List(all);
    }

    private static Metadata Details(AddressMessage address, string prefix)
    {
        var details = new MetadataBuilder
        {
            ["IP"] = prefix,
            ["Scope"] = LinkNames.Scope(address.Scope),
            ["Flags"] = LinkNames.AddressFlag(address.Family, address.Flags),
        };
        if (address.Local is not null && address.Peer is not null && !address.Local.Equals(address.Peer))
            details["Peer"] = address.Peer.ToString();
        if (address.Broadcast is not null)
            details["Broadcast"] = address.Broadcast.ToString();
        Set(details, "Label", address.Label);
        return details.Build();
    }

    private static void SetKind(MetadataBuilder metadata, LinkFacts facts)
    {
        var link = facts.Link;
        if (link.Kind != "vlan" && LinkKind.OfLink(link.Kind) is { } kind && link.Info.Count > 0)
            metadata[kind.Key] = Fields(link.Info);
        if (LinkKind.OfPort(link.PortKind) is { } port && link.PortInfo.Count > 0)
            metadata[port.Key] = Fields(link.PortInfo);
        switch (link.Kind)
        {
            // Skydive has the VLAN's number itself as the value, no map.
            case "vlan":
                if (link.Info.Find(f => f.Name == "ID").Value is long id)
                    metadata["VLAN"] = id;
                if (link.Info.Find(f => f.Name == "Protocol").Value is string protocol)
                    metadata["VLANProtocol"] = protocol;
                break;
            case "bond":
                if (link.Info.Find(f => f.Name == "Mode").Value is string mode)
                    metadata["BondMode"] = mode;
                if (facts.Ports.Count > 0)
                    metadata["BondSlaves"] = facts.Ports.ToArray();
                break;
        }
        if (facts.BridgeVlans.Count > 0)
            metadata["BridgeVLANs"] = MetadataValue.List(facts.BridgeVlans.SelectMany(Vlans));
    }

    private static IEnumerable<MetadataValue> Vlans(BridgeVlan range)
    {
        for (int id = range.First; id <= range.Last; id++)
            yield return new MetadataBuilder { ["VLAN"] = id, ["PVID"] = range.IsPvid, ["Untagged"] = range.IsUntagged }.Build();
    }

    private static Metadata Fields(List<LinkField> fields)
    {
        var map = new MetadataBuilder();
        foreach (var field in fields)
        {
            // A VXLAN's group may be one host: then it is what `ip link` calls remote.
            bool isHost = field is { Name: "Group", Value: string ip } && IPAddress.TryParse(ip, out var group) && !IsMulticast(group);
            map[isHost ? "Remote" : field.Name] = field.Value switch
            {
                long number => number,
                bool truth => truth,
                string text => text,
                string[] list => list,
                _ => MetadataValue.Null,
            };
        }
        return map.Build();
    }

    private static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? (address.GetAddressBytes()[0] & 0xf0) == 0xe0 : address.IsIPv6Multicast;

    private static void Set(MetadataBuilder metadata, string key, string value)
    {
        if (value.Length > 0)
            metadata[key] = value;
    }

    private static void Set(MetadataBuilder metadata, string key, MetadataValue value)
    {
        if (!value.IsNull)
            metadata[key] = value;
    }
}
