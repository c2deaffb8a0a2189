using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Modbus over TCP.</summary>
/// <remarks>Source: Modbus Messaging on TCP/IP, 3.1.3.</remarks>
public sealed class ModbusDissector() : MarkDissector("Modbus", DissectorCarriers.Tcp, 502)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 8)
            return Verdict.More;
        int length = payload[4] << 8 | payload[5];
        bool fits = payload[2] == 0 && payload[3] == 0 && length is >= 2 and <= 254 && (payload[7] & 0x7f) is > 0 and < 0x7f;
        return fits && length > payload.Length - 6 ? Verdict.More : If(fits);
    }
}
