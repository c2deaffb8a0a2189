using System.Net;

namespace Steffi.Gremlin;

/// <summary>
/// NextHop: in each node's RoutingTables the route with the longest prefix that holds the address, and the MAC address that
/// the node's Neighbors give for its gateway. Of equally long ones the first.
/// </summary>
internal sealed class NextHopsOperator(LogicalNextHops step) : Operator(step.At)
{
    private static readonly MetadataPath Tables = MetadataPath.Of("RoutingTables");
    private static readonly MetadataPath NeighborTable = MetadataPath.Of("Neighbors");

    public override void Run(QueryRun run)
    {
        var hops = new MetadataBuilder();
        var isEmpty = true;
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Tick();
            if (!node.TryGet(Tables, out var tables) || Find(tables) is not { } route) continue;
            hops[node.Id.ToString()] = Describe(route, node.TryGet(NeighborTable, out var neighbors) ? neighbors : default);
            isEmpty = false;
        }

        run.HandOnNextHops(isEmpty ? [] : [hops.Build()]);
    }

    private Metadata? Find(MetadataValue tables)
    {
        Metadata? best = null;
        var longest = -1;
        foreach (var table in Maps(tables))
        {
            foreach (var route in Maps(table["Routes"]))
            {
                if (MatchLength(route["Prefix"]) is not { } length || length <= longest) continue;
                (best, longest) = (route, length);
            }
        }

        return best;
    }

    /// <summary>The prefix's length when it holds the address, else null.</summary>
    private int? MatchLength(MetadataValue prefix)
    {
        if (prefix.Kind != ValueKind.String) return null;
        var text = prefix.AsString();
        if (text == "default") return 0;
        if (!text.Contains('/')) return IPAddress.TryParse(text, out var host) && host.Equals(step.Address) ? text.Contains(':') ? 128 : 32 : null;

        // Written by agents with host bits set now and then, so not IPNetwork, which refuses those.
        var slash = text.IndexOf('/');
        if (!IPAddress.TryParse(text.AsSpan(0, slash), out var network) || !int.TryParse(text.AsSpan(slash + 1), out var length)) return null;
        if (network.AddressFamily != step.Address.AddressFamily) return null;
        return Matches(network.GetAddressBytes(), step.Address.GetAddressBytes(), length) ? length : null;
    }

    private static bool Matches(byte[] network, byte[] address, int length)
    {
        if (length < 0 || length > network.Length * 8) return false;
        for (var bit = 0; bit < length; bit++)
        {
            var mask = 0x80 >> (bit & 7);
            if ((network[bit >> 3] & mask) != (address[bit >> 3] & mask)) return false;
        }

        return true;
    }

    private static Metadata Describe(Metadata route, MetadataValue neighbors)
    {
        var hop = Maps(route["NextHops"]).FirstOrDefault();
        var gateway = hop["IP"] is { Kind: ValueKind.String } ip ? ip.AsString() : "";
        return Metadata.Of(
            ("IP", gateway),
            ("MAC", gateway.Length == 0 ? "" : FindMac(neighbors, gateway)),
            ("IfIndex", hop["IfIndex"] is { Kind: ValueKind.Int } index ? index : 0));
    }

    private static string FindMac(MetadataValue neighbors, string gateway)
    {
        if (!IPAddress.TryParse(gateway, out var address)) return "";
        foreach (var neighbor in Maps(neighbors))
        {
            if (neighbor["IP"] is { Kind: ValueKind.String } ip && IPAddress.TryParse(ip.AsString(), out var held) && held.Equals(address))
                return neighbor["MAC"] is { Kind: ValueKind.String } mac ? mac.AsString() : "";
        }

        return "";
    }

    private static IEnumerable<Metadata> Maps(MetadataValue list)
    {
        if (list.Kind != ValueKind.List) yield break;
        foreach (var item in list.AsList())
        {
            if (item.Kind == ValueKind.Map) yield return item.AsMap();
        }
    }
}
