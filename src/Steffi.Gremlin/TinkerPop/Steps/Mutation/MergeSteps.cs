namespace Steffi.Gremlin.TinkerPop;

/// <summary>What mergeV and mergeE share: the map that is looked for, and what is to be done when it is found or not.</summary>
internal abstract class MergeStep(Given? pattern) : Step
{
    private readonly Dictionary<MergeOption, (Given Given, Cardinality? Cardinality)> _options = [];

    public override bool Mutates => true;

    public override PathMode Paths => PathMode.Labels;

    public override IEnumerable<Traversal> Children => (pattern?.Children ?? []).Concat(_options.Values.SelectMany(option => option.Given.Children));

    public void AddOption(MergeOption option, Given given, Cardinality? cardinality) => _options[option] = (given, cardinality);

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            if (pattern is null && IsSource) throw new StepFailure($"{Name}() without a Map takes it from the traversers before it, and here are none");
            var wanted = ReadMap(pattern is { } given ? given.Get(traverser) : traverser.Value, Name);
            if (_options.TryGetValue(MergeOption.OnCreate, out var creation) && creation.Given.Traversal is null) ForCreation(traverser, wanted);
            if (_options.TryGetValue(MergeOption.OnMatch, out var update) && update.Given.Traversal is null) ReadChanges(update.Given.Value);
            foreach (var element in Merge(traverser, wanted).ToList()) yield return traverser.Move(element);
        }
    }

    protected abstract IEnumerable<TraversalElement> Merge(Traverser traverser, TraversalMap wanted);

    protected bool Has(MergeOption option) => _options.ContainsKey(option);

    protected object? Option(MergeOption option, Traverser traverser) => _options.TryGetValue(option, out var found) ? found.Given.Get(traverser) : null;

    /// <summary>What a new element gets: what was looked for, and onCreate's, which may not say otherwise.</summary>
    protected TraversalMap ForCreation(Traverser traverser, TraversalMap wanted)
    {
        var all = new TraversalMap(wanted);
        foreach (var (key, value) in ReadMap(Option(MergeOption.OnCreate, traverser), "option(onCreate)"))
        {
            if (wanted.TryGetValue(key, out var known) && !Comparing.AreEqual(Plain(known), Plain(value)))
                throw new StepFailure($"option(onCreate) cannot override values from merge() argument: ({Describe.Value(key)}, {Describe.Value(Plain(value))})");
            all[key] = value;
        }

        return all;
    }

    protected void Match(Traverser traverser, TraversalElement element)
    {
        if (!_options.TryGetValue(MergeOption.OnMatch, out var option)) return;
        foreach (var (key, value) in ReadChanges(option.Given.Get(traverser.With(element))))
        {
            var cardinality = value is CardinalityValue given ? given.Cardinality : option.Cardinality;
            Cardinalities.Set(traverser.Run, element, (string)key!, Plain(value), cardinality);
        }
    }

    /// <summary>What onMatch sets: properties only.</summary>
    private TraversalMap ReadChanges(object? value)
    {
        var map = ReadMap(value, "option(onMatch)");
        foreach (var key in map.Keys)
        {
            if (key is not string) throw new StepFailure($"option(onMatch) expects keys in Map to be of String - check: {Describe.Value(key)}");
        }

        return map;
    }

    /// <summary>Whether the element is what a map describes; keys that are directions are the caller's.</summary>
    protected static bool Fits(TraversalGraph graph, TraversalElement element, TraversalMap wanted) => wanted.All(pair => pair.Key switch
    {
        ElementToken.Id => TraversalGraph.TextOfId(pair.Value) == element.Id.ToString(),
        ElementToken.Label => Comparing.AreEqual(graph.LabelOf(element), pair.Value),
        string key => graph.TryGet(element, key, out var held) ? Comparing.AreEqual(held, Plain(pair.Value)) : Plain(pair.Value) is null && !graph.KeepsNulls,
        _ => true,
    });

    protected static IEnumerable<(string, object?)> Properties(TraversalMap map) =>
        map.Where(pair => pair.Key is string).Select(pair => ((string)pair.Key!, Plain(pair.Value)));

    protected static string Label(TraversalMap map, string otherwise) => map.TryGetValue(ElementToken.Label, out var label) ? (string)label! : otherwise;

    protected static object? Plain(object? value) => value is CardinalityValue given ? given.Value : value;

    /// <exception cref="StepFailure">It is no map, or one with keys or values that no element can have.</exception>
    protected TraversalMap ReadMap(object? value, string what)
    {
        var map = value switch
        {
            null => [],
            TraversalMap given => given,
            _ => throw new StepFailure($"{what} needs a Map, not {Describe.Type(value)}"),
        };
        foreach (var (key, held) in map)
        {
            switch (key)
            {
                case string name:
                    GraphChanges.CheckKey(name);
                    break;
                case ElementToken.Label when held is not string:
                    throw new StepFailure($"{Name}() and option(onCreate) args expect T.label value to be of String - found: {Describe.Type(held)}");
                case ElementToken.Label:
                    GraphChanges.CheckLabel((string)held!);
                    break;
                case ElementToken.Id when held is null:
                    throw new StepFailure($"{Name}() does not allow null Map values - check: {Describe.Value(key)}");
                case ElementToken.Id:
                    break;
                case EdgeDirection.Out when TakesDirections && held is MergeOption and not MergeOption.OutV:
                    throw new StepFailure($"Only Merge.outV token may be used for Direction.OUT, found: {Describe.Value(held)}");
                case EdgeDirection.In when TakesDirections && held is MergeOption and not MergeOption.InV:
                    throw new StepFailure($"Only Merge.inV token may be used for Direction.IN, found: {Describe.Value(held)}");
                case EdgeDirection.Out or EdgeDirection.In when TakesDirections:
                    break;
                default:
                    throw new StepFailure($"{Name}() and option(onCreate) args expect keys in Map to be either String or {(TakesDirections ? "T or Direction" : "T")} - check: {Describe.Value(key)}");
            }
        }

        return map;
    }

    /// <summary>Whether it makes edges.</summary>
    public virtual bool TakesDirections => false;
}

internal sealed class MergeVertexStep(Given? pattern) : MergeStep(pattern)
{
    /// <summary>Vertices that a map describes.</summary>
    public static IEnumerable<Vertex> Find(TraversalGraph graph, TraversalMap wanted) =>
        (wanted.TryGetValue(ElementToken.Id, out var id) ? graph.FindVertex(id) is { } known ? [known] : [] : graph.Vertices()).Where(vertex => Fits(graph, vertex, wanted));

    protected override IEnumerable<TraversalElement> Merge(Traverser traverser, TraversalMap wanted)
    {
        var run = traverser.Run;
        List<Vertex> found = [.. Find(run.Graph, wanted)];
        if (found.Count == 0)
        {
            var all = ForCreation(traverser, wanted);
            return [run.AddVertex(all.TryGetValue(ElementToken.Id, out var id) ? id : null, Label(all, LabelKeys.DefaultVertex), Properties(all))];
        }

        foreach (var vertex in found) Match(traverser, vertex);
        return found;
    }
}

internal sealed class MergeEdgeStep(Given? pattern) : MergeStep(pattern)
{
    public override bool TakesDirections => true;

    protected override IEnumerable<TraversalElement> Merge(Traverser traverser, TraversalMap wanted)
    {
        var run = traverser.Run;
        wanted = WithEnds(traverser, wanted);
        List<EdgeElement> found = [.. Candidates(run.Graph, wanted).Where(edge => Fits(run.Graph, edge, wanted) && EndsFit(edge, wanted))];
        if (found.Count == 0)
        {
            var all = WithEnds(traverser, ForCreation(traverser, wanted));
            Vertex from = End(run.Graph, all, EdgeDirection.Out), to = End(run.Graph, all, EdgeDirection.In);
            return [run.AddEdge(all.TryGetValue(ElementToken.Id, out var id) ? id : null, Label(all, LabelKeys.DefaultEdge), from, to, Properties(all))];
        }

        foreach (var edge in found) Match(traverser, edge);
        return found;
    }

    private static IEnumerable<EdgeElement> Candidates(TraversalGraph graph, TraversalMap wanted)
    {
        if (wanted.TryGetValue(ElementToken.Id, out var id)) return graph.FindEdge(id) is { } known ? [known] : [];
        if (wanted.TryGetValue(EdgeDirection.Out, out var from)) return graph.FindVertex(from) is { } vertex ? graph.EdgesOf(vertex, EdgeDirection.Out, []) : [];
        if (wanted.TryGetValue(EdgeDirection.In, out var to)) return graph.FindVertex(to) is { } vertex ? graph.EdgesOf(vertex, EdgeDirection.In, []) : [];
        return graph.Edges();
    }

    private static bool EndsFit(EdgeElement edge, TraversalMap wanted) =>
        (!wanted.TryGetValue(EdgeDirection.Out, out var from) || TraversalGraph.TextOfId(from) == edge.OutId.ToString())
        && (!wanted.TryGetValue(EdgeDirection.In, out var to) || TraversalGraph.TextOfId(to) == edge.InId.ToString());

    /// <summary>Puts what option(outV) and option(inV) give in the place of Merge.outV and Merge.inV.</summary>
    private TraversalMap WithEnds(Traverser traverser, TraversalMap map)
    {
        var resolved = new TraversalMap();
        foreach (var (key, value) in map)
        {
            resolved[key] = value is MergeOption option and (MergeOption.OutV or MergeOption.InV) ? Resolve(traverser, option) : value;
        }

        return resolved;
    }

    private object? Resolve(Traverser traverser, MergeOption option)
    {
        if (!Has(option)) throw new StepFailure(option == MergeOption.OutV
                ? "Out Vertex not specified: option(outV) must be specified if it is used for OUT"
                : "In Vertex not specified: option(inV) must be specified if it is used for IN");
        return Option(option, traverser) switch
        {
            TraversalMap described => MergeVertexStep.Find(traverser.Run.Graph, described).FirstOrDefault()
                ?? throw new StepFailure($"Vertex id could not be resolved from mergeE: {Describe.Value(described)}"),
            var other => other,
        };
    }

    private static Vertex End(TraversalGraph graph, TraversalMap map, EdgeDirection end)
    {
        if (!map.TryGetValue(end, out var given) || given is null) throw new StepFailure($"{end} Vertex not specified in onCreate - edge cannot be created: {Describe.Value(map)}");
        return graph.FindVertex(given) ?? throw new StepFailure($"Vertex id could not be resolved from mergeE: {Describe.Value(given)}");
    }
}
