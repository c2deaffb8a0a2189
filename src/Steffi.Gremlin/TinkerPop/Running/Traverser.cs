namespace Steffi.Gremlin.TinkerPop;

/// <summary>One walker: where it stands, how many it stands for, and what it carries. Steps that change one that others may hold split it first.</summary>
internal sealed class Traverser(TraversalRun run, object? value)
{
    public TraversalRun Run => run;

    public object? Value { get; private init; } = value;

    /// <summary>How many equal traversers this one is.</summary>
    public long Bulk { get; set; } = 1;

    /// <summary>Null where no later step asks for it.</summary>
    public PathNode? Path { get; set; }

    public object? Sack { get; set; }

    /// <summary>The repeats that it is in, the innermost first.</summary>
    public LoopFrame? Loops { get; set; }

    /// <summary>The same traverser one step on.</summary>
    public Traverser Move(object? value) => new(run, value)
    {
        Bulk = Bulk,
        Sack = Sack,
        Loops = Loops,
        Path = run.Plan.Paths == PathMode.Full ? new PathNode(Path, value, []) : Path,
    };

    /// <summary>The traverser with another object and the same past, for modulators.</summary>
    public Traverser With(object? value) => new(run, value) { Sack = Sack, Loops = Loops, Path = Path };

    public Traverser Split() => new(run, Value) { Bulk = Bulk, Sack = Sack, Loops = Loops, Path = Path };

    /// <summary>The traverser for a modulator's traversal: one of its bulk.</summary>
    public Traverser Single() => Bulk == 1 ? Split() : With(Value);

    public TraversalPath WholePath() => Path?.ToPath() ?? new TraversalPath([], []);

    public Traverser Labelled(string[] labels)
    {
        if (run.Plan.Paths == PathMode.None) return this;
        var split = Split();
        split.Path = run.Plan.Paths == PathMode.Full && Path is { } last
            ? new PathNode(last.Before, last.Value, [.. last.Labels.Union(labels)])
            : new PathNode(Path, Value, labels);
        return split;
    }
}

/// <summary>How much of its past a traverser has to remember.</summary>
internal enum PathMode
{
    None,

    /// <summary>What has a label: for select() and the like.</summary>
    Labels,

    Full,
}

/// <summary>One repeat that a traverser is in.</summary>
/// <param name="Outer">The repeat around it.</param>
/// <param name="Name">Of <c>repeat('a', …)</c>; null without.</param>
/// <param name="Count">Rounds done.</param>
internal sealed record LoopFrame(LoopFrame? Outer, string? Name, int Count);
