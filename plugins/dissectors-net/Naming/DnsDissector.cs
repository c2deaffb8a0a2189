using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>DNS over UDP and TCP: the first question and its answer, in full, and how long that took.</summary>
/// <remarks>Source: RFC 1035; RFC 7766 for TCP. On ports other than 53 only a message without any fault is taken for DNS.</remarks>
public sealed class DnsDissector() : FlowDissector("DNS", DissectorCarriers.Tcp | DissectorCarriers.Udp, 53)
{
    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var message = input.Payload;
        bool isTruncated = input.IsTruncated;
        if (input.Carrier == DissectorCarriers.Tcp)
        {
            var reader = new PayloadReader(message);
            int length = reader.UInt16();
            if (!reader.Failed && length < 12)
                return Verdict.NotMine;
            if (reader.Left < length && !input.IsTruncated)
                return reader.Left >= 12 && !MayBegin(reader.Rest) ? Verdict.NotMine : Verdict.More;
            message = reader.UpTo(length);
            isTruncated = reader.Failed;
        }
        bool onPort = input.SourcePort == 53 || input.DestinationPort == 53;
        var asked = input.State as Question;
        if (!DnsMessage.TryRead(message, out var dns) || !(onPort ? dns.IsPlausible : dns.IsFlawless(isWhole: !isTruncated)))
            return asked is null ? Verdict.NotMine : Verdict.Confirmed;

        if (!dns.IsResponse)
        {
            if (asked is null)
            {
                input.State = new Question(dns.Id, input.Time);
                fields.SetAll("DNS", dns.ToMetadata(input.Time));
            }
            return Verdict.Confirmed;
        }
        if (asked is not null && asked.Id != dns.Id)
            return Verdict.Confirmed;
        fields.SetAll("DNS", dns.ToMetadata(input.Time));
        if (asked is not null)
            fields.Set("DNS", "Latency", input.Time - asked.Time);
        return Verdict.Done;
    }

    // The first bytes of a message that is longer than what came: an opcode and counts that can be.
    private static bool MayBegin(ReadOnlySpan<byte> message) => DnsMessage.TryRead(message, out var dns) && dns.OpCode <= 5 && dns.QuestionCount is 0 or 1;

    private sealed record Question(ushort Id, long Time);
}
