using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>CDP: which device, which port of it, what kind.</summary>
/// <remarks>Source: Cisco Discovery Protocol, as Cisco and Wireshark describe it; over LLC and SNAP, organisation 00000C, protocol 2000.</remarks>
public sealed class CdpDissector() : FlowDissector("CDP", DissectorCarriers.Link, 4, 0x2000)
{
    private static ReadOnlySpan<byte> Snap => [0xaa, 0xaa, 0x03, 0x00, 0x00, 0x0c, 0x20, 0x00];

    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var reader = new PayloadReader(input.Payload);
        if (input.Payload.StartsWith(Snap))
            reader.Skip(Snap.Length);
        else if (input.SourcePort != 0x2000)
            return Verdict.NotMine;
        if (reader.Byte() is not (1 or 2))
            return Verdict.NotMine;
        reader.Skip(3);
        var facts = new MetadataBuilder();
        while (reader.Left >= 4)
        {
            int type = reader.UInt16();
            var value = reader.Bytes(reader.UInt16() - 4);
            if (reader.Failed)
                break;
            if (KeyOf(type) is { } key && !value.IsEmpty)
                facts[key] = PayloadText.Of(value, 255);
        }
        var found = facts.Build();
        if (found.Count == 0)
            return Verdict.NotMine;
        fields.SetAll("CDP", found);
        return Verdict.Done;
    }

    private static string? KeyOf(int type) => type switch
    {
        1 => "DeviceID",
        3 => "PortID",
        5 => "SoftwareVersion",
        6 => "Platform",
        _ => null,
    };
}
