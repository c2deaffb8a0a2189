namespace Steffi.Gremlin.TinkerPop;

/// <summary>A step of a traversal. Immutable once it is bound; what belongs to a run lives in the <see cref="RunScope"/>.</summary>
internal abstract class Step
{
    public string Name { get; set; } = "";

    public SourcePosition At { get; set; }

    /// <summary>What <c>as()</c> called the objects that leave it.</summary>
    public string[] Labels { get; set; } = [];

    /// <summary>True for the first step of a traversal on <c>g</c>: what comes in is no traverser of anybody's.</summary>
    public bool IsSource { get; set; }

    /// <summary>True for the first step of any traversal.</summary>
    public bool IsFirst { get; set; }

    public virtual IEnumerable<Traversal> Children => Bys.Select(by => by.Traversal).OfType<Traversal>();

    /// <summary>What it asks of the path.</summary>
    public virtual PathMode Paths => PathMode.None;

    public virtual bool Mutates => false;

    /// <summary>True where it waits for all traversers, or remembers earlier ones.</summary>
    public virtual bool IsStateful => false;

    /// <summary>The by()s, in order; a step that takes none refuses them.</summary>
    public List<By> Bys { get; } = [];

    /// <summary>How many by()s it takes.</summary>
    public virtual int MostBys => 0;

    public By By(int index) => Bys.Count == 0 ? TinkerPop.By.Identity : Bys[index % Bys.Count];

    /// <summary>Makes the side effects that it gathers.</summary>
    public virtual void Begin(SideEffects sideEffects)
    {
    }

    public IEnumerable<Traverser> RunLabelled(IEnumerable<Traverser> input, RunScope scope)
    {
        var output = Run(input, scope);
        return Labels.Length == 0 ? output : output.Select(traverser => traverser.Labelled(Labels));
    }

    public abstract IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope);

    /// <summary>Says, for errors and limits, that this step is at work.</summary>
    protected void Enter(RunScope scope)
    {
        scope.Run.Budget.At = At;
        scope.Run.Budget.Tick();
    }

    /// <summary>All of the input, bounded.</summary>
    protected List<Traverser> Gather(IEnumerable<Traverser> input, RunScope scope)
    {
        var all = new List<Traverser>();
        foreach (var traverser in input)
        {
            Enter(scope);
            all.Add(traverser);
            scope.Run.Budget.CheckElements(all.Count);
        }

        Enter(scope);
        return all;
    }
}

/// <summary>Lets traversers pass or not.</summary>
internal abstract class FilterStep : Step
{
    public sealed override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            if (Passes(traverser, scope)) yield return traverser;
        }
    }

    protected abstract bool Passes(Traverser traverser, RunScope scope);
}

/// <summary>Makes one object of one, or none.</summary>
internal abstract class MapStep : Step
{
    public sealed override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            if (!TryMap(traverser, out var value)) continue;
            // A walk can put lists together until the memory is full.
            if (value is List<object?> { Count: > 1000 } list) scope.Run.Budget.CheckElements(list.Count);
            yield return traverser.Move(value);
        }
    }

    protected abstract bool TryMap(Traverser traverser, out object? value);
}

/// <summary>Makes any number of objects of one.</summary>
internal abstract class FlatMapStep : Step
{
    public sealed override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            foreach (var value in Expand(traverser))
            {
                Enter(scope);
                yield return traverser.Move(value);
            }
        }
    }

    protected abstract IEnumerable<object?> Expand(Traverser traverser);
}

/// <summary>Does something beside the way.</summary>
internal abstract class SideEffectStep : Step
{
    public sealed override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            Act(traverser, scope);
            yield return traverser;
        }
    }

    protected abstract void Act(Traverser traverser, RunScope scope);
}

/// <summary>Waits for all traversers.</summary>
internal abstract class BarrierStep : Step
{
    public override bool IsStateful => true;

    public sealed override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in Release(Gather(input, scope), scope)) yield return traverser;
    }

    protected abstract IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope);
}

/// <summary>Makes one object of all traversers.</summary>
internal abstract class ReduceStep : Step
{
    public override bool IsStateful => true;

    public sealed override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        Enter(scope);
        if (TryReduce(Ticking(input, scope), scope, out var value)) yield return scope.Start(value);
    }

    /// <returns>False for no result, as the sum of nothing.</returns>
    protected abstract bool TryReduce(IEnumerable<Traverser> input, RunScope scope, out object? value);

    private IEnumerable<Traverser> Ticking(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            yield return traverser;
        }
    }
}
