using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RTSP: the first request.</summary>
/// <remarks>Source: RFC 2326, RFC 7826.</remarks>
public sealed class RtspDissector() : FlowDissector("RTSP", DissectorCarriers.Tcp, 554, 8554)
{
    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (!SipMessage.TryRead(input.Payload, "RTSP/1.0"u8, out var message))
            return !input.IsTruncated && OnPort(input) && input.Payload.IndexOf((byte)'\n') < 0 && PayloadText.IsPrintable(input.Payload.TrimEnd((byte)'\r')) ? Verdict.More : Verdict.NotMine;
        if (message.EndIn(input.Payload) < 0 && !input.IsTruncated)
            return Verdict.More;
        if (!message.Method.IsEmpty)
            fields.Set("RTSP", "Method", PayloadText.Of(message.Method));
        if (message.Fields.First("User-Agent"u8) is { IsEmpty: false } agent)
            fields.Set("RTSP", "UserAgent", HeaderLines.Text(agent, 255));
        return Verdict.Done;
    }
}
