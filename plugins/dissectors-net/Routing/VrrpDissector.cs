using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>VRRP, versions 2 and 3: who is to be the router.</summary>
/// <remarks>Source: RFC 3768, RFC 9568.</remarks>
public sealed class VrrpDissector() : FlowDissector("VRRP", DissectorCarriers.IP, 112)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (input.Payload is not [0x21 or 0x31, var router, var priority, var count, _, _, _, _, ..])
            return Verdict.NotMine;
        int version = input.Payload[0] >> 4;
        var reader = new PayloadReader(input.Payload);
        reader.Skip(8);
        // Only version 3 runs over IPv6, and a first address of fe80::/10 is how it shows.
        int length = version == 3 && reader.Rest is [0xfe, >= 0x80 and < 0xc0, ..] ? 16 : 4;
        var addresses = new List<MetadataValue>();
        for (int i = 0; i < count && reader.Bytes(length) is { IsEmpty: false } address; i++)
            addresses.Add(Addresses.IP(address));
        fields.SetAll("VRRP", Metadata.Of(("Version", version), ("VirtualRouter", (int)router), ("Priority", (int)priority), ("Addresses", addresses.ToArray())));
        return Verdict.Done;
    }
}
