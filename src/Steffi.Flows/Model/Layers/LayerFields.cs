namespace Steffi.Flows;

/// <summary>Reads the fields of the layers that a capture asks for by ExtraLayers: DNS, DHCPv4, VRRP.</summary>
internal sealed class LayerFields(IReadOnlySet<string> wanted)
{
    private readonly bool _dns = wanted.Contains("DNS"), _dhcp = wanted.Contains("DHCPv4"), _vrrp = wanted.Contains("VRRP");

    public bool Wants(Layer layer) => layer switch
    {
        Layer.DNS => _dns,
        Layer.DHCPv4 => _dhcp,
        Layer.VRRP => _vrrp,
        _ => false,
    };

    /// <summary>The last packet that can be read wins.</summary>
    public static void Read(FlowExtra extra, Layer layer, ReadOnlySpan<byte> payload, long time)
    {
        var (name, fields) = layer switch
        {
            Layer.DNS => ("DNS", DnsMessage.TryRead(payload, out var message) ? message.ToMetadata(time) : default),
            Layer.DHCPv4 => ("DHCPv4", DhcpFields.Read(payload)),
            _ => ("VRRPv2", VrrpFields.Read(payload)),
        };
        if (fields.Count > 0)
            (extra.LayerName, extra.LayerFields) = (name, fields);
    }
}
