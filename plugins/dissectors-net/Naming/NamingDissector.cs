using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>What protocols in the format of DNS have in common, also the name of their fields: questions and their answers, in full, and how long they took.</summary>
/// <param name="application">Its name.</param>
/// <param name="carriers">Over what it runs; over TCP each message goes behind its length.</param>
/// <param name="port">Where a plausible message will do; elsewhere it takes one without any fault.</param>
/// <remarks>Source: RFC 1035; RFC 7766 for TCP.</remarks>
public abstract class NamingDissector(string application, DissectorCarriers carriers, int port) : FlowDissector(application, carriers, port)
{
    /// <inheritdoc/>
    public sealed override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var exchanges = input.State as DnsExchanges ?? new DnsExchanges();
        if (input.Carrier == DissectorCarriers.Tcp)
            return DissectStream(ref input, exchanges, fields);
        if (!IsMine(input, input.Payload, input.IsTruncated, out var dns))
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        input.State = exchanges;
        exchanges.Take(input.Payload, dns, input.Time, fields);
        return exchanges.IsFull ? Verdict.Done : Verdict.Confirmed;
    }

    private Verdict DissectStream(ref DissectorInput input, DnsExchanges exchanges, FlowFields fields)
    {
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

    // Behind a gap a message begins only by chance where the bytes do.
    private bool IsMine(in DissectorInput input, ReadOnlySpan<byte> message, bool isTruncated, out DnsMessage dns) =>
        DnsMessage.TryRead(message, out dns)
        && (input.Skipped == 0 && OnPort(input) ? dns.IsPlausible : dns.IsFlawless(isWhole: !isTruncated));

    // The first bytes of a message that is longer than what came: an opcode and counts that can be.
    private static bool MayBegin(ReadOnlySpan<byte> message) => DnsMessage.TryRead(message, out var dns) && dns.OpCode <= 6 && dns.QuestionCount is 0 or 1;
}
