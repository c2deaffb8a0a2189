namespace Steffi.Gremlin.TinkerPop;

/// <summary>One run of a query. Used by one thread.</summary>
internal sealed class TraversalRun
{
    private readonly Dictionary<Step, Random> _randoms = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Step, object> _states = new(ReferenceEqualityComparer.Instance);

    public TraversalRun(TraversalPlan plan, TraversalGraph graph, Budget budget)
    {
        Plan = plan;
        Graph = graph;
        Budget = budget;
        foreach (var (key, value, reducer) in plan.SideEffects) SideEffects.Begin(key, () => Copy(value), reducer);
        foreach (var step in plan.Root.AllSteps) step.Begin(SideEffects);
    }

    public TraversalPlan Plan { get; }

    public TraversalGraph Graph { get; }

    public Budget Budget { get; }

    public SideEffects SideEffects { get; } = new();

    /// <summary>The random numbers of a step: with a seed each step has its own sequence, so that the same query gives the same.</summary>
    public Random RandomOf(Step step)
    {
        if (Plan.Seed is not { } seed) return Random.Shared;
        if (!_randoms.TryGetValue(step, out var random)) _randoms[step] = random = new JavaRandom(seed);
        return random;
    }

    /// <summary>What a step keeps for the whole run, however often the traversal that it stands in is run anew.</summary>
    public T State<T>(Step owner) where T : class, new()
    {
        if (!_states.TryGetValue(owner, out var state)) _states[owner] = state = new T();
        return (T)state;
    }

    /// <summary>A traverser that comes from no other.</summary>
    public Traverser Start(object? value) => new(this, value)
    {
        Sack = Copy(Plan.Sack),
        Path = Plan.Paths == PathMode.Full ? new PathNode(null, value, []) : null,
    };

    /// <summary>One a step of the root; null where nobody asks for them.</summary>
    public List<StepProfile>? Profiles { get; init; }

    public StepProfile? ProfileOf(Step step) => Profiles?.Find(profile => profile.Step == step);

    public IEnumerable<Traverser> Results()
    {
        IEnumerable<Traverser> flow = [new Traverser(this, null) { Sack = Copy(Plan.Sack) }];
        var scope = new RunScope(this);
        if (Profiles is null) return Plan.Root.Run(flow, scope);
        foreach (var profile in Profiles) flow = profile.Measure(profile.Step.RunLabelled(flow, scope));

        return flow;
    }

    /// <summary>The plan's own collections must not be added to.</summary>
    private static object? Copy(object? value) => value switch
    {
        TraversalSet set => new TraversalSet(set),
        TraversalMap map => new TraversalMap(map),
        List<object?> list => new List<object?>(list),
        _ => value,
    };
}
