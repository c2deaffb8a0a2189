using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>OSPF, versions 2 and 3.</summary>
/// <remarks>Source: RFC 2328, A.3.1; RFC 5340, A.3.1.</remarks>
public sealed class OspfDissector() : FlowDissector("OSPF", DissectorCarriers.IP, 89)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (input.Payload is not [2 or 3, >= 1 and <= 5, ..] || input.Payload.Length < 16)
            return Verdict.NotMine;
        fields.SetAll("OSPF", Metadata.Of(("Version", (int)input.Payload[0]), ("Router", Addresses.IP(input.Payload.Slice(4, 4))), ("Area", Addresses.IP(input.Payload.Slice(8, 4)))));
        return Verdict.Done;
    }
}
