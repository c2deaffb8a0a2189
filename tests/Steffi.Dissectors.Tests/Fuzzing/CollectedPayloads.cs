using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>What dissectors are shown of the real captures: each look's payload with where it came from.</summary>
internal sealed class CollectedPayloads() : FlowDissector(
    "ALL", DissectorCarriers.Tcp | DissectorCarriers.Udp | DissectorCarriers.IP | DissectorCarriers.Link)
{
    public List<Look> Looks { get; } = [];

    public static IReadOnlyList<Look> OfAll()
    {
        var all = new CollectedPayloads();
        foreach (var file in ReferenceCaptures.Files())
            CapturedFlows.Of(file, out _, [all]);
        return all.Looks;
    }

    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        // A stream is shown anew with every segment: its first and its longer forms are enough.
        if (input.Payload.Length <= 4096)
            Looks.Add(new Look(input.Payload.ToArray(), input.Carrier, input.SourcePort, input.DestinationPort, input.FromClient));
        return Verdict.More;
    }

    public sealed record Look(byte[] Payload, DissectorCarriers Carrier, ushort SourcePort, ushort DestinationPort, bool FromClient);
}
