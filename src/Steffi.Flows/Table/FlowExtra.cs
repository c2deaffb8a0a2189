namespace Steffi.Flows;

/// <summary>What only some flows have, by option or by kind; made when the flow begins.</summary>
internal sealed class FlowExtra
{
    /// <summary>For a flow in a tunnel.</summary>
    public TunnelEnds? Tunnel;

    /// <summary>With ExtraTCPMetric or ReassembleTCP.</summary>
    public TcpMeter? Tcp;

    /// <summary>With IPDefrag, for IPv4.</summary>
    public bool HasIPMetric;
    public long Fragments, FragmentErrors;

    /// <summary>With Classify, until nobody wants the flow, and when something was confirmed.</summary>
    public FlowClassification? Classification;

    /// <summary>With RawPacketLimit.</summary>
    public RawPacketList? Packets;

    /// <summary>Fields of a layer that was asked for: DNS, DHCPv4, VRRPv2.</summary>
    public string? LayerName;
    public Metadata LayerFields;

    /// <summary>Fields that <see cref="FlowTable.Describe"/> set.</summary>
    public Metadata Described;
}

/// <summary>The outer ends of a tunnelled flow.</summary>
/// <param name="Type">GRE, VXLAN, …</param>
/// <param name="ID">VNI, GRE key or MPLS label.</param>
/// <param name="A">The outer address on A's side.</param>
/// <param name="B">The other.</param>
internal sealed record TunnelEnds(TunnelType Type, uint ID, string? A, string? B);
