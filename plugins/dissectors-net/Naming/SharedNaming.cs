using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>What multicast protocols in the format of DNS have in common: also the name of their fields.</summary>
internal static class SharedNaming
{
    public static Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (!DnsMessage.TryRead(input.Payload, out var dns) || !dns.IsPlausible(isWhole: false))
            return input.State is null ? Verdict.NotMine : Verdict.Confirmed;
        if (input.State is null || dns.IsResponse)
            fields.SetAll("DNS", dns.ToMetadata(input.Time));
        input.State = fields;
        return dns.IsResponse ? Verdict.Done : Verdict.Confirmed;
    }
}
