using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>SIP: the first request and its final answer.</summary>
/// <remarks>Source: RFC 3261.</remarks>
public sealed class SipDissector() : FlowDissector("SIP", DissectorCarriers.Udp | DissectorCarriers.Tcp | DissectorCarriers.Sctp, 5060, 5061)
{
    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (!SipMessage.TryRead(input.Payload, "SIP/2.0"u8, out var message))
            return input.IsConfirmed ? Verdict.Confirmed : MayCome(input) ? Verdict.More : Verdict.NotMine;
        var facts = new MetadataBuilder(fields.Fields.TryGet("SIP", out var known) ? known.AsMap() : default);
        if (!message.Method.IsEmpty && facts["Method"].IsNull)
            facts["Method"] = PayloadText.Of(message.Method);
        int status = message.FinalStatus("\nSIP/2.0 "u8);
        if (status != 0)
            facts["Status"] = status;
        if (!input.IsConfirmed)
            message.WriteAddresses(facts);
        fields.SetAll("SIP", facts.Build());
        return status >= 200 ? Verdict.Done : Verdict.Confirmed;
    }

    /// <summary>Line ends and zeros are sent to keep a binding alive; over TCP the first line may not be there yet.</summary>
    private static bool MayCome(in DissectorInput input) =>
        !input.IsTruncated && (input.SourcePort == 5060 || input.DestinationPort == 5060)
        && (input.Payload.IndexOfAnyExcept("\r\n\0"u8) < 0 || input.Carrier == DissectorCarriers.Tcp && input.Payload.IndexOf((byte)'\n') < 0 && PayloadText.IsPrintable(input.Payload));
}
