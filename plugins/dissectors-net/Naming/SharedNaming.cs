using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>What multicast protocols in the format of DNS have in common: also the name of their fields.</summary>
internal static class SharedNaming
{
    public static Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (!DnsMessage.TryRead(input.Payload, out var dns) || !dns.IsPlausible)
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        var exchanges = input.State as DnsExchanges ?? new DnsExchanges();
        input.State = exchanges;
        exchanges.Take(input.Payload, dns, input.Time, fields);
        return exchanges.IsFull ? Verdict.Done : Verdict.Confirmed;
    }
}
