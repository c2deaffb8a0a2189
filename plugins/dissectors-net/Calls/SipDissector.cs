using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>SIP: requests and their final answers.</summary>
/// <remarks>Source: RFC 3261.</remarks>
public sealed class SipDissector() : FlowDissector("SIP", DissectorCarriers.Udp | DissectorCarriers.Tcp | DissectorCarriers.Sctp, 5060, 5061)
{
    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var talk = input.State as SipTalk ?? new SipTalk();
        bool isStream = input.Carrier == DissectorCarriers.Tcp;
        var rest = input.Payload;
        while (!rest.IsEmpty && SipMessage.TryRead(rest, "SIP/2.0"u8, out var message))
        {
            int end = isStream ? message.EndIn(rest) : rest.Length;
            if ((end < 0 || end > rest.Length) && !input.IsTruncated)
                return input.IsConfirmed ? Verdict.Confirmed : Verdict.More;
            talk.Take(message, fields);
            (input.State, input.IsConfirmed) = (talk, true);
            rest = end < 0 || end > rest.Length ? default : rest[end..];
            input.Taken = input.Payload.Length - rest.Length;
        }
        return input.IsConfirmed ? talk.IsOver ? Verdict.Done : Verdict.Confirmed : MayCome(input) ? Verdict.More : Verdict.NotMine;
    }

    /// <summary>Line ends and zeros are sent to keep a binding alive; over TCP the first line may not be there yet.</summary>
    private static bool MayCome(in DissectorInput input) =>
        !input.IsTruncated && (input.SourcePort == 5060 || input.DestinationPort == 5060)
        && (input.Payload.IndexOfAnyExcept("\r\n\0"u8) < 0 || input.Carrier == DissectorCarriers.Tcp && input.Payload.IndexOf((byte)'\n') < 0 && PayloadText.IsPrintable(input.Payload.TrimEnd((byte)'\r')));
}
