using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>Gopher: the selector that is asked for.</summary>
public sealed class GopherDissector() : FlowDissector("Gopher", DissectorCarriers.Tcp, 70)
{
    // A line has no mark: on other ports it would be a guess.
    public override bool OnlyOnPorts => true;

    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var reader = new PayloadReader(input.Payload);
        if (!reader.TryLine(out var selector))
            return input.IsTruncated || input.Payload.Length > 255 ? Verdict.NotMine : Verdict.More;
        if (selector is not ([] or [(byte)'/', ..]))
            return Verdict.NotMine;
        fields.Set("Gopher", "Selector", PayloadText.Of(selector));
        return Verdict.Done;
    }
}
