using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>LLDP: which device, which port of it.</summary>
/// <remarks>Source: IEEE 802.1AB, 8.</remarks>
public sealed class LldpDissector() : FlowDissector("LLDP", DissectorCarriers.Link, 0x88cc)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var facts = new MetadataBuilder();
        var reader = new PayloadReader(input.Payload);
        while (reader.Left >= 2)
        {
            int head = reader.UInt16();
            int type = head >> 9;
            var value = reader.Bytes(head & 0x1ff);
            if (reader.Failed || type == 0)
                break;
            switch (type)
            {
                case 1 when value.Length > 1:
                    facts["ChassisID"] = Identity(value, hardware: 4, network: 5);
                    break;
                case 2 when value.Length > 1:
                    facts["PortID"] = Identity(value, hardware: 3, network: 4);
                    break;
                case 3 when value.Length == 2:
                    facts["TTL"] = value[0] << 8 | value[1];
                    break;
                case 4 when !value.IsEmpty:
                    facts["PortDescription"] = PayloadText.Of(value, 255);
                    break;
                case 5 when !value.IsEmpty:
                    facts["SystemName"] = PayloadText.Of(value, 255);
                    break;
                case 6 when !value.IsEmpty:
                    facts["SystemDescription"] = PayloadText.Of(value, 255);
                    break;
            }
        }
        var found = facts.Build();
        if (found.Count == 0)
            return Verdict.NotMine;
        fields.SetAll("LLDP", found);
        return Verdict.Done;
    }

    private static string Identity(ReadOnlySpan<byte> value, int hardware, int network) =>
        value[0] == hardware && value.Length == 7 ? Addresses.Mac(value[1..])
        : value[0] == network && (value is [_, 1, ..] && value.Length == 6 || value is [_, 2, ..] && value.Length == 18) ? Addresses.IP(value[2..])
        : PayloadText.Of(value[1..], 255);
}
