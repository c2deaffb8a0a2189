using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>What Has or HasEither demands of a flow: one of some pairs fits. Immutable.</summary>
internal sealed class FlowCondition
{
    private static readonly HashSet<string> FixedFields =
        ["UUID", "TrackingID", "L3TrackingID", "ParentUUID", "LayersPath", "Link", "Network", "Transport", "ICMP", "NodeTID", "CaptureID", "Start"];

    private readonly Func<Flow, bool> _test;

    private FlowCondition(Func<Flow, bool> test, IReadOnlyList<FlowTerm>? terms, bool isFixed = true) => (_test, Terms, IsFixed) = (test, terms, isFixed);

    private FlowCondition(IReadOnlyList<KeyCondition> either)
    {
        var pairs = either.Select(pair => (Sides: SidesOf(pair.Key), Pair: pair)).ToArray();
        _test = pairs is [var only] ? flow => Fits(flow, only.Sides, only.Pair) : flow => Array.Exists(pairs, one => Fits(flow, one.Sides, one.Pair));
        Terms = TermsOf(either);
        IsFixed = either.All(pair => FixedFields.Contains(pair.Key.Split('.')[0]));
    }

    /// <summary>Whether a flow fulfils it always or never: the same with every update.</summary>
    public bool IsFixed { get; }

    /// <summary>One of these must hold; null when an index cannot help.</summary>
    public IReadOnlyList<FlowTerm>? Terms { get; }

    /// <summary>The pairs of a step, which all must fit, or with <paramref name="either"/> one of them.</summary>
    /// <exception cref="QueryException">They are no pairs, or a predicate's arguments do not fit.</exception>
    public static IReadOnlyList<FlowCondition> Read(StepCall call, bool either = false)
    {
        if (call.Arguments.Count < 2) throw call.Fail("At least two parameters must be provided");
        var pairs = call.ReadConditions();
        return either ? [new FlowCondition(pairs)] : [.. pairs.Select(pair => new FlowCondition([pair]))];
    }

    /// <summary>A flow has the field of the step's key, or has it not.</summary>
    public static FlowCondition OfKey(StepCall call, bool isWanted)
    {
        var present = new FlowCondition(call.ReadConditions());
        return isWanted ? present : new FlowCondition(flow => !present.Test(flow), null, present.IsFixed);
    }

    public static FlowLookup LookupOf(IEnumerable<FlowCondition> conditions) =>
        new([.. conditions.Select(condition => condition.Terms).OfType<IReadOnlyList<FlowTerm>>()]);

    /// <summary>Flows captured on the input's nodes, or those of its paths, of those that can be captured on.</summary>
    public static FlowCondition CapturedOn(StepInput input)
    {
        var tids = new HashSet<string>();
        foreach (var node in input.IsPaths ? [.. input.Paths.SelectMany(path => path)] : input.Nodes)
        {
            input.Tick();
            if (node["Type"] is { Kind: ValueKind.String } type && CaptureTypes.IsAllowed(type.AsString()) && node["TID"] is { Kind: ValueKind.String } tid)
                tids.Add(tid.AsString());
        }

        return new FlowCondition(flow => flow.NodeTID is { } tid && tids.Contains(tid), [.. tids.Select(tid => new FlowTerm(FlowField.NodeTID, tid))]);
    }

    public bool Test(Flow flow) => _test(flow);

    private static bool Fits(Flow flow, FlowProperty[] sides, KeyCondition pair)
    {
        bool isPresent = false;
        foreach (var side in sides)
        {
            if (side.Read(flow) is not { } value) continue;
            if (pair.Matches(value)) return true;
            isPresent = true;
        }

        return !isPresent && pair.Matches(null);
    }

    /// <summary>Link, Network and Transport mean either end, a field that a dissector found any exchange.</summary>
    private static FlowProperty[] SidesOf(string key) =>
        key is "Link" or "Network" or "Transport" ? [FlowProperty.Of($"{key}.A"), FlowProperty.Of($"{key}.B")]
        : FlowProperty.OfFurther(key) is { } further ? [FlowProperty.Of(key), further]
        : [FlowProperty.Of(key)];

    private static List<FlowTerm>? TermsOf(IEnumerable<KeyCondition> either)
    {
        var terms = new List<FlowTerm>();
        foreach (var pair in either)
        {
            // What a flow has not is empty, and no index holds it: ParentUUID of what came in no tunnel.
            if (pair.SeekValues is not { } values || FieldOf(pair.Key) is not { } field || values.Any(value => value == "")) return null;
            terms.AddRange(values.Select(value => new FlowTerm(field, value.ToString())).Distinct());
        }

        return terms;
    }

    private static FlowField? FieldOf(string key) => key switch
    {
        "Link" or "Link.A" or "Link.B" => FlowField.Link,
        "Network" or "Network.A" or "Network.B" => FlowField.Network,
        "Transport" or "Transport.A" or "Transport.B" => FlowField.Transport,
        _ => Enum.TryParse<FlowField>(key, out var field) && char.IsAsciiLetter(key[0]) ? field : null,
    };
}
