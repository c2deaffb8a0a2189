namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// <c>match(…)</c>: every way to give the labels of all patterns objects. Takes, round by round, a pattern whose labels are known so far, so
/// that conditions are asked as soon as they can be.
/// </summary>
internal sealed class MatchStep(MatchPattern[] patterns) : Step
{
    private readonly string[] _labels = [.. patterns.SelectMany(pattern => pattern.AllLabels).Distinct()];

    public override IEnumerable<Traversal> Children => patterns.SelectMany(pattern => pattern.Traversals);

    public override PathMode Paths => PathMode.Labels;

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            var start = traverser.Split();
            if (!_labels.Any(label => Knows(traverser, label)) && FirstLabel() is { } first)
                start.Path = new PathNode(start.Path, start.Value, [first]);
            foreach (var solution in Solve(start, patterns, scope))
            {
                var map = new TraversalMap();
                foreach (var label in _labels)
                {
                    if (ScopeValues.TryGetLabel(solution, label, Pop.Last, out var value)) map[label] = value;
                }

                yield return solution.Move(map);
            }
        }
    }

    /// <summary>What the object that comes in is called: the start of a pattern that no other pattern leads to.</summary>
    private string? FirstLabel()
    {
        var starts = patterns.SelectMany(pattern => pattern.Starts).Distinct().ToList();
        var ends = patterns.SelectMany(pattern => pattern.Ends).ToHashSet();
        return starts.Find(start => !ends.Contains(start)) ?? starts.FirstOrDefault();
    }

    private IEnumerable<Traverser> Solve(Traverser traverser, MatchPattern[] open, RunScope scope)
    {
        Enter(scope);
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (open.Length == 0)
        {
            yield return traverser;
            yield break;
        }

        var next = open.Where(pattern => pattern.CanRun(label => Knows(traverser, label))).MinBy(pattern => pattern.Cost(label => Knows(traverser, label)))
            ?? throw new StepFailure("The provided match pattern is unsolvable: no label that is known leads to the rest");
        var rest = Array.FindAll(open, pattern => pattern != next);
        foreach (var found in Apply(next, traverser, scope))
        {
            foreach (var solution in Solve(found, rest, scope)) yield return solution;
        }
    }

    /// <summary>The traverser with what the pattern binds, in every way.</summary>
    private IEnumerable<Traverser> Apply(MatchPattern pattern, Traverser traverser, RunScope scope)
    {
        switch (pattern.Kind)
        {
            case MatchKind.And:
                return Solve(traverser, pattern.Inner, scope);
            case MatchKind.Or:
                return pattern.Inner.SelectMany(way => Solve(traverser, [way], scope));
            case MatchKind.Not:
                return Solve(traverser, pattern.Inner, scope).Any() ? [] : [traverser];
            case MatchKind.Condition:
                return pattern.Traversal!.Passes(traverser) ? [traverser] : [];
            default:
                return Walk(pattern, traverser);
        }
    }

    private static IEnumerable<Traverser> Walk(MatchPattern pattern, Traverser traverser)
    {
        ScopeValues.TryGetLabel(traverser, pattern.Start!, Pop.Last, out var from);
        object? known = null;
        var isKnown = pattern.End is { } end && ScopeValues.TryGetLabel(traverser, end, Pop.Last, out known);
        foreach (var result in pattern.Traversal!.Run(traverser.With(from)))
        {
            if (pattern.End is null)
            {
                yield return traverser;
                yield break;
            }

            if (isKnown)
            {
                if (Comparing.AreEqual(known, result.Value)) yield return traverser;
                continue;
            }

            var bound = traverser.Split();
            bound.Path = new PathNode(traverser.Path, result.Value, [pattern.End]);
            yield return bound;
        }
    }

    private static bool Knows(Traverser traverser, string label) => traverser.Path?.HasLabel(label) == true;
}

internal enum MatchKind
{
    /// <summary>From a label to a label, or to anything.</summary>
    Walk,

    /// <summary>A where(): asks about labels, binds none.</summary>
    Condition,

    And, Or, Not,
}

/// <summary>One pattern of a match().</summary>
internal sealed record MatchPattern(MatchKind Kind, Traversal? Traversal, string? Start, string? End, MatchPattern[] Inner, string[] Asked)
{
    public IEnumerable<Traversal> Traversals => Inner.SelectMany(pattern => pattern.Traversals).Concat(Traversal is null ? [] : [Traversal]);

    /// <summary>Labels that it starts from.</summary>
    public IEnumerable<string> Starts => Start is null ? Inner.SelectMany(pattern => pattern.Starts) : [Start];

    /// <summary>Labels that it may bind.</summary>
    public IEnumerable<string> Ends => Kind == MatchKind.Not ? [] : End is null ? Inner.SelectMany(pattern => pattern.Ends) : [End];

    public IEnumerable<string> AllLabels => Starts.Concat(Ends);

    public bool CanRun(Func<string, bool> isKnown) => Kind switch
    {
        MatchKind.Walk => isKnown(Start!),
        MatchKind.Condition => Array.TrueForAll(Asked, label => isKnown(label)),
        MatchKind.Or => Array.TrueForAll(Inner, pattern => pattern.CanRun(isKnown)),
        // A negation must not bind: it waits until all is known that others bind.
        MatchKind.Not => Array.TrueForAll(Inner, pattern => pattern.CanRun(isKnown)),
        _ => Array.Exists(Inner, pattern => pattern.CanRun(isKnown)),
    };

    /// <summary>Conditions first, then what leads to a known end, then what binds.</summary>
    public int Cost(Func<string, bool> isKnown) => Kind switch
    {
        MatchKind.Condition => 0,
        MatchKind.Walk when End is null => 1,
        MatchKind.Walk when isKnown(End!) => 2,
        MatchKind.Walk => 4,
        MatchKind.Not => 8,
        _ => 5,
    };
}
