namespace Steffi.Netlink;

/// <summary>
/// What IFLA_INFO_DATA (or IFLA_INFO_SLAVE_DATA) holds for one kind of link, and under which key it stands in the metadata.
/// A new kind is one entry in one of the tables; no code.
/// </summary>
internal sealed record LinkKind(string Kind, string Key, params FieldRule[] Rules)
{
    private static readonly Dictionary<string, LinkKind> ByKind =
        TunnelKinds.All.Concat(SwitchKinds.All).Concat(DeviceKinds.All).ToDictionary(kind => kind.Kind);

    private static readonly Dictionary<string, LinkKind> ByPortKind = SwitchKinds.Ports.ToDictionary(kind => kind.Kind);

    public static LinkKind? OfLink(string kind) => ByKind.GetValueOrDefault(kind);

    /// <summary>What a port of such a master carries.</summary>
    public static LinkKind? OfPort(string masterKind) => ByPortKind.GetValueOrDefault(masterKind);
}
