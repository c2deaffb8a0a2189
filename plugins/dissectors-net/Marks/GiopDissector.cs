using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>GIOP, of CORBA.</summary>
/// <remarks>Source: CORBA 3.3, part 2, 9.4.</remarks>
public sealed class GiopDissector() : MarkDissector("GIOP", DissectorCarriers.Tcp, 2809)
{
    private protected override Verdict Look(in DissectorInput input) =>
        Begins(input.Payload, "GIOP\u0001"u8);
}
