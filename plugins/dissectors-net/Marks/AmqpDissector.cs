using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>AMQP 0-9 and 1.0: the header that begins a connection.</summary>
/// <remarks>Source: AMQP 0-9-1, 4.2.2; AMQP 1.0, 2.2.</remarks>
public sealed class AmqpDissector() : MarkDissector("AMQP", DissectorCarriers.Tcp, 5672)
{
    private protected override Verdict Look(in DissectorInput input) =>
        // A connection joined later: a frame says where it ends, and ends there with its mark.
        input.Payload is [>= 1 and <= 8, _, _, 0, 0, var high, var low, ..] && (high << 8 | low) + 7 is var end && end < input.Payload.Length && input.Payload[end] == 0xce
            && OnPort(input) ? Verdict.Done : Begins(input.Payload, "AMQP"u8);
}
