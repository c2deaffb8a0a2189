using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>One fact under two names.</summary>
/// <param name="Theirs">The reference's field.</param>
/// <param name="Ours">Paths on a flow.</param>
/// <param name="Normalise">Where both write it differently: what both become; null: as it is.</param>
internal sealed record FieldPair(string Theirs, string[] Ours, Func<string, string>? Normalise = null)
{
    public FieldPair(string theirs, string ours, Func<string, string>? normalise = null) : this(theirs, [ours], normalise)
    {
    }

    /// <summary>
    /// Compares where the reference has the field. A reference lists every exchange of a flow and a flow keeps one of them, so one value in
    /// common is equal.
    /// </summary>
    public void Compare(CaptureChecks checks, string check, object subject, IEnumerable<Flow> flows, IEnumerable<string?> values)
    {
        var theirs = Normal(values.OfType<string>());
        if (theirs.Count == 0)
            return;
        var ours = Normal(flows.SelectMany(flow => Ours.SelectMany(path => FlowFacts.Of(flow, path))));
        bool equal = ours.Intersect(theirs, StringComparer.OrdinalIgnoreCase).Any();
        var other = string.Join(" | ", theirs);
        checks.Compare(check, $"{subject} {Theirs}".Trim(), equal ? other : ours.Count == 0 ? null : string.Join(" | ", ours), other);
    }

    private List<string> Normal(IEnumerable<string> values) =>
        [.. values.Select(value => Normalise is null ? value : Normalise(value)).Distinct(StringComparer.OrdinalIgnoreCase)];
}
