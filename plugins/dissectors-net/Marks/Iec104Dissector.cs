using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>IEC 60870-5-104.</summary>
/// <remarks>Source: IEC 60870-5-104, 5.1.</remarks>
public sealed class Iec104Dissector() : MarkDissector("IEC104", DissectorCarriers.Tcp, 2404)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload[0] != 0x68)
            return Verdict.NotMine;
        if (payload.Length < 6)
            return Verdict.More;
        // What is no information carries nothing: six bytes.
        return If(payload[1] is >= 4 and <= 253 && ((payload[2] & 3) != 1 || payload[1] == 4) && ((payload[2] & 3) != 3 || payload[1] == 4) && (payload.Length <= 2 + payload[1] || payload[2 + payload[1]] == 0x68));
    }
}
