using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>DNS over UDP and TCP: questions and their answers, in full, and how long they took.</summary>
/// <remarks>Source: RFC 1035; RFC 7766 for TCP. On ports other than 53 only a message without any fault is taken for DNS.</remarks>
public sealed class DnsDissector() : FlowDissector("DNS", DissectorCarriers.Tcp | DissectorCarriers.Udp, 53)
{
    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (input.Carrier == DissectorCarriers.Tcp)
            return DissectStream(ref input, fields);
        var exchanges = input.State as DnsExchanges ?? new DnsExchanges();
        if (!IsMine(input, input.Payload, input.IsTruncated, out var dns))
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        input.State = exchanges;
        exchanges.Take(input.Payload, dns, input.Time, fields);
        return exchanges.IsFull ? Verdict.Done : Verdict.Confirmed;
    }

    // Each message behind its length, as many as are there.
    private static Verdict DissectStream(ref DissectorInput input, FlowFields fields)
    {
        var exchanges = input.State as DnsExchanges ?? new DnsExchanges();
        while (true)
        {
            var reader = new PayloadReader(input.Payload[input.Taken..]);
            int length = reader.UInt16();
            if (!reader.Failed && length < 12)
                return input.IsConfirmed ? Verdict.Done : Verdict.NotMine;
            if (reader.Left < length && !input.IsTruncated || reader.Failed)
                return input.IsConfirmed ? Verdict.Confirmed : reader.Left >= 12 && !MayBegin(reader.Rest) ? Verdict.NotMine : Verdict.More;
            var message = reader.UpTo(length);
            if (!IsMine(input, message, isTruncated: reader.Failed, out var dns))
                return input.IsConfirmed ? Verdict.Done : Verdict.NotMine;
            input.Taken += 2 + message.Length;
            (input.State, input.IsConfirmed) = (exchanges, true);
            exchanges.Take(message, dns, input.Time, fields);
            if (exchanges.IsFull)
                return Verdict.Done;
        }
    }

    private static bool IsMine(in DissectorInput input, ReadOnlySpan<byte> message, bool isTruncated, out DnsMessage dns) =>
        DnsMessage.TryRead(message, out dns) && (input.SourcePort == 53 || input.DestinationPort == 53 ? dns.IsPlausible : dns.IsFlawless(isWhole: !isTruncated));

    // The first bytes of a message that is longer than what came: an opcode and counts that can be.
    private static bool MayBegin(ReadOnlySpan<byte> message) => DnsMessage.TryRead(message, out var dns) && dns.OpCode <= 5 && dns.QuestionCount is 0 or 1;
}
