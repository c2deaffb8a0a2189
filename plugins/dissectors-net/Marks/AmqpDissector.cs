using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>AMQP 0-9 and 1.0: the header that begins a connection.</summary>
/// <remarks>Source: AMQP 0-9-1, 4.2.2; AMQP 1.0, 2.2.</remarks>
public sealed class AmqpDissector() : MarkDissector("AMQP", DissectorCarriers.Tcp, 5672)
{
    private protected override Verdict Look(in DissectorInput input) =>
        OnPort(input) && input.Payload[0] is >= 1 and <= 8 ? Frame(input.Payload) : Begins(input.Payload, "AMQP"u8);

    // A connection joined later: a frame says where it ends, and ends there with its mark.
    private static Verdict Frame(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 7)
            return Verdict.More;
        int end = (payload[5] << 8 | payload[6]) + 7;
        return payload[3] != 0 || payload[4] != 0 ? Verdict.NotMine : end < payload.Length ? If(payload[end] == 0xce) : Verdict.More;
    }
}
