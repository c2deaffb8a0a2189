using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>One fact under two names.</summary>
/// <param name="Theirs">The reference's field.</param>
/// <param name="Ours">Paths on a flow.</param>
/// <param name="Normalise">Where both write it differently: what both become; null: as it is. What it makes null is not compared.</param>
internal sealed record FieldPair(string Theirs, string[] Ours, Func<string, string?>? Normalise = null)
{
    public FieldPair(string theirs, string ours, Func<string, string?>? normalise = null) : this(theirs, [ours], normalise)
    {
    }

    /// <summary>Whether the reference has several values with commas between.</summary>
    public bool IsList { get; init; }

    /// <summary>
    /// Compares every value that the reference has of the field, over all exchanges of the flow.
    /// </summary>
    public void Compare(CaptureChecks checks, string check, object subject, IEnumerable<Flow> flows, IEnumerable<string?> values)
    {
        var theirs = Normal(values.OfType<string>().SelectMany(value => IsList ? value.Split(',') : [value]));
        if (theirs.Count == 0)
            return;
        var ours = Normal(flows.SelectMany(flow => Ours.SelectMany(path => FlowFacts.Of(flow, path))));
        foreach (var value in theirs)
            checks.Compare(check, $"{subject} {Theirs}".Trim(), ours.Contains(value, StringComparer.OrdinalIgnoreCase) ? value : ours.Count == 0 ? null : string.Join(" | ", ours), value);
    }

    private List<string> Normal(IEnumerable<string> values) =>
        [.. values.Select(value => Normalise is null ? value : Normalise(value)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
}
