using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>NTP: client and server, symmetric, broadcast, control and private modes. What each packet says.</summary>
/// <remarks>Source: RFC 5905, 7.3; RFC 9327 for control messages; RFC 1305, appendix B.</remarks>
public sealed class NtpDissector() : FlowDissector("NTP", DissectorCarriers.Udp, 123)
{
    private const int ClockLength = 48, ControlLength = 12, PrivateLength = 8, Control = 6, Private = 7;

    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (input.Payload.IsEmpty)
            return Verdict.More;
        int version = input.Payload[0] >> 3 & 7, mode = input.Payload[0] & 7;
        int least = mode == Control ? ControlLength : mode == Private ? PrivateLength : ClockLength;
        if (version is 0 or > 5 || input.Payload.Length < least && !input.IsTruncated)
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        int number = input.State as int? ?? 0;
        fields.SetExchange("NTP", number, mode >= Control || input.Payload.Length < 2
            ? Metadata.Of(("Version", version), ("Mode", mode))
            : Metadata.Of(("Version", version), ("Mode", mode), ("Stratum", (int)input.Payload[1])));
        input.State = number + 1;
        return number + 1 == FlowFields.MostExchanges ? Verdict.Done : Verdict.Confirmed;
    }
}
