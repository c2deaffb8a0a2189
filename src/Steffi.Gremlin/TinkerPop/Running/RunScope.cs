namespace Steffi.Gremlin.TinkerPop;

/// <summary>What the steps of one running traversal keep between traversers. A traversal that is run anew for each traverser gets a new one.</summary>
internal sealed class RunScope(TraversalRun run, RunScope? outer = null)
{
    private Dictionary<object, object>? _states;
    private LoopFrame? _loops;

    public TraversalRun Run => run;

    /// <summary>The repeat whose round is running: traversers that a step makes anew are in it.</summary>
    public LoopFrame? Loops
    {
        get => _loops ?? outer?.Loops;
        set => _loops = value;
    }

    public T State<T>(object owner) where T : class, new()
    {
        _states ??= new Dictionary<object, object>(ReferenceEqualityComparer.Instance);
        if (!_states.TryGetValue(owner, out var state)) _states[owner] = state = new T();
        return (T)state;
    }

    /// <summary>The lasting scope of a child that many traversers flow through.</summary>
    public RunScope Inner(Traversal child)
    {
        var kept = State<Kept>(child);
        return kept.Scope ??= new RunScope(run, this);
    }

    /// <summary>A traverser that comes from no other, as a count.</summary>
    public Traverser Start(object? value)
    {
        var start = run.Start(value);
        start.Loops = Loops;
        return start;
    }

    private sealed class Kept
    {
        public RunScope? Scope;
    }
}
