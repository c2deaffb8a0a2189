using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>What multicast protocols in the format of DNS have in common: also the name of their fields.</summary>
internal static class SharedNaming
{
    public static Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (!DnsMessage.TryRead(input.Payload, out var dns) || !dns.IsPlausible)
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        var message = dns.ToMetadata(input.Time);
        if (!input.IsConfirmed)
            fields.SetAll("DNS", message);
        else if (dns.IsResponse)
            fields.SetAll("DNS", WithQuestions(message, fields.Fields["DNS.questions"]));
        return dns.IsResponse ? Verdict.Done : Verdict.Confirmed;
    }

    // An answer to all does not repeat what one had asked.
    private static Metadata WithQuestions(Metadata answer, MetadataValue asked)
    {
        if (asked.IsNull || !answer["questions"].IsNull)
            return answer;
        return new MetadataBuilder(answer) { ["questions"] = asked }.Build();
    }
}
