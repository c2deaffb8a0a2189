using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>One fact under two names.</summary>
/// <param name="Theirs">The reference's field.</param>
/// <param name="Ours">Paths on a flow, the first that is there counts.</param>
/// <param name="Normalise">How the reference's way to write it becomes ours; null: as it is.</param>
internal sealed record FieldPair(string Theirs, string[] Ours, Func<string, string>? Normalise = null)
{
    public FieldPair(string theirs, string ours, Func<string, string>? normalise = null) : this(theirs, [ours], normalise)
    {
    }

    /// <summary>Compares where the reference has the field. A flow that lived several times may say it in any life.</summary>
    public void Compare(CaptureChecks checks, string check, object subject, IEnumerable<Flow> flows, string? theirs)
    {
        if (theirs is null)
            return;
        theirs = Normalise is null ? theirs : Normalise(theirs);
        var ours = flows.SelectMany(flow => Ours.SelectMany(path => FlowFacts.Of(flow, path))).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        bool equal = ours.Contains(theirs, StringComparer.OrdinalIgnoreCase);
        checks.Compare(check, $"{subject} {Theirs}", equal ? theirs : ours.Count == 0 ? null : string.Join(" | ", ours), theirs);
    }
}
