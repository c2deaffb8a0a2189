using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>A protocol that is only named, by a mark that bytes of another hardly ever have.</summary>
/// <param name="application">Its name.</param>
/// <param name="carriers">Over what it runs.</param>
/// <param name="ports">Where it is looked for first.</param>
public abstract class MarkDissector(string application, DissectorCarriers carriers, params IReadOnlyList<int> ports) : FlowDissector(application, carriers, ports)
{
    /// <inheritdoc/>
    public sealed override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var verdict = input.Payload.IsEmpty ? Verdict.More : Look(input);
        return verdict == Verdict.More && input.IsTruncated ? Verdict.NotMine : verdict;
    }

    /// <summary>Looks for the mark in a payload that is not empty.</summary>
    private protected abstract Verdict Look(in DissectorInput input);

    /// <summary>Done when the payload begins with the mark, More while it may.</summary>
    private protected static Verdict Begins(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> mark) =>
        payload.StartsWith(mark) ? Verdict.Done : payload.Length < mark.Length && mark.StartsWith(payload) ? Verdict.More : Verdict.NotMine;

    private protected static Verdict If(bool isMine) => isMine ? Verdict.Done : Verdict.NotMine;
}
