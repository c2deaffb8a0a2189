using System.Globalization;

namespace Steffi.Netlink;

/// <summary>Routes as Skydive's RoutingTables of one interface. Pure; sorted, so that equal tables map alike.</summary>
internal static class RouteMapping
{
    private const byte Unicast = 1;

    /// <summary>Null when there are none. A multipath route shows all its hops on each interface that it uses.</summary>
    public static MetadataValue ToMetadata(IReadOnlyCollection<RouteMessage> routes)
    {
        if (routes.Count == 0)
            return MetadataValue.Null;
        return MetadataValue.List(routes.GroupBy(r => r.Table).OrderBy(t => t.Key).Select(table => (MetadataValue)new MetadataBuilder
        {
            ["ID"] = (long)table.Key,
            ["Routes"] = MetadataValue.List(table
                .OrderBy(r => r.Family).ThenBy(Prefix, StringComparer.Ordinal).ThenBy(r => r.Priority)
                .ThenBy(r => r.Type).ThenBy(r => r.Hops[0].Index).ThenBy(r => r.Hops[0].Gateway?.ToString(), StringComparer.Ordinal)
                .Select(r => (MetadataValue)Route(r))),
        }.Build()));
    }

    private static Metadata Route(RouteMessage route)
    {
        var map = new MetadataBuilder
        {
            ["Prefix"] = Prefix(route),
            ["Protocol"] = (long)route.Protocol,
            ["NextHops"] = MetadataValue.List(route.Hops.Select(hop => (MetadataValue)Hop(route, hop))),
        };
        if (route.Type != Unicast)
            map["Type"] = LinkNames.RouteType(route.Type);
        if (route.PreferredSource is { } source)
            map["Src"] = source.ToString();
        return map.Build();
    }

    private static Metadata Hop(RouteMessage route, RouteMessage.Hop hop)
    {
        var map = new MetadataBuilder { ["Priority"] = (long)route.Priority };
        if (hop.Index != 0)
            map["IfIndex"] = hop.Index;
        if (hop.Gateway is { } gateway)
            map["IP"] = gateway.ToString();
        if (route.Hops.Count > 1)
            map["Weight"] = hop.Weight;
        return map.Build();
    }

    private static string Prefix(RouteMessage route)
    {
        string address = route.Destination?.ToString() ?? (route.Family == AddressFamilies.IPv4 ? "0.0.0.0" : "::");
        return string.Create(CultureInfo.InvariantCulture, $"{address}/{route.PrefixLength}");
    }
}
