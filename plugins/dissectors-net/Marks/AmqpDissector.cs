using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>AMQP 0-9 and 1.0: the header that begins a connection.</summary>
/// <remarks>Source: AMQP 0-9-1, 4.2.2; AMQP 1.0, 2.2.</remarks>
public sealed class AmqpDissector() : MarkDissector("AMQP", DissectorCarriers.Tcp, 5672)
{
    private protected override Verdict Look(in DissectorInput input) =>
        Begins(input.Payload, "AMQP"u8);
}
