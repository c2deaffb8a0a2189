namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// <c>branch</c> and <c>choose</c>: what the first traversal gives decides the ways. branch() takes all that fit, choose() the first; a
/// traverser without a way passes choose() as it is, and ends in branch().
/// </summary>
internal sealed class ChooseStep(By what, bool takesFirst) : Step
{
    private readonly List<(object? Pick, Traversal Way)> _options = [];

    public override IEnumerable<Traversal> Children => what.Traversal is { } traversal ? Ways.Prepend(traversal) : Ways;

    public bool TakesFirst => takesFirst;

    private IEnumerable<Traversal> Ways => _options.Select(option => option.Way);

    /// <param name="pick">A value, a predicate, for branch() a traversal's result to be there, or a <see cref="PickOption"/>.</param>
    /// <param name="way">Where to go.</param>
    public void AddOption(object? pick, Traversal way)
    {
        // Of more than one none or unproductive only the first can be taken.
        if (!takesFirst || pick is not PickOption || !_options.Any(option => option.Pick is PickOption known && known == (PickOption)pick)) _options.Add((pick, way));
    }

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        if (!_options.Exists(option => option.Way.IsStateful)) return RunEach(input, scope);
        var all = Gather(input, scope);
        var own = _options.ConvertAll(option => (option.Way, Own: (List<Traverser>?)[]));
        var passing = new List<Traverser>();
        foreach (var traverser in all)
        {
            var ways = Choose(traverser);
            foreach (var way in ways) own[way].Own!.Add(traverser);
            if (ways.Count == 0 && takesFirst) passing.Add(traverser);
        }

        // A way that nobody goes gives nothing, not even an empty list.
        return passing.Concat(Branching.RunAll(own.Where(way => way.Own!.Count > 0), all, scope));
    }

    private IEnumerable<Traverser> RunEach(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            var ways = Choose(traverser);
            if (ways.Count == 0 && takesFirst) yield return traverser;
            foreach (var way in ways)
            {
                foreach (var result in _options[way].Way.Run([traverser.Split()], scope.Inner(_options[way].Way))) yield return result;
            }
        }
    }

    /// <summary>The options that fit, by number.</summary>
    private List<int> Choose(Traverser traverser)
    {
        var isProductive = what.TryApply(traverser, out var value);
        if (!isProductive) return All(PickOption.Unproductive);
        var fitting = new List<int>();
        for (var i = 0; i < _options.Count; i++)
        {
            if (_options[i].Pick is PickOption || !Fits(_options[i].Pick, traverser, value)) continue;
            fitting.Add(i);
            if (takesFirst) return fitting;
        }

        if (fitting.Count == 0) fitting = All(PickOption.None);
        return [.. fitting, .. All(PickOption.Any)];
    }

    private static bool Fits(object? pick, Traverser traverser, object? value) => pick switch
    {
        Predicate predicate => predicate.Passes(value),
        Traversal traversal => traversal.Passes(traverser.With(value)),
        _ => Comparing.AreEqual(pick, value),
    };

    private List<int> All(PickOption pick) => [.. Enumerable.Range(0, _options.Count).Where(i => _options[i].Pick is PickOption known && known == pick)];
}

/// <summary><c>choose(condition, then, else)</c>.</summary>
internal sealed class IfStep(Predicate? predicate, Traversal? condition, Traversal then, Traversal? otherwise) : Step
{
    public override IEnumerable<Traversal> Children => new[] { condition, then, otherwise }.OfType<Traversal>();

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        if (!then.IsStateful && otherwise?.IsStateful != true) return RunEach(input, scope);
        List<Traverser> yes = [], no = [], all = Gather(input, scope);
        foreach (var traverser in all) (Decide(traverser) ? yes : no).Add(traverser);
        var ways = new List<(Traversal, List<Traverser>?)>();
        if (yes.Count > 0) ways.Add((then, yes));
        if (no.Count > 0 && otherwise is not null) ways.Add((otherwise, no));
        var results = Branching.RunAll(ways, all, scope);
        return otherwise is null ? no.Concat(results) : results;
    }

    private IEnumerable<Traverser> RunEach(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var traverser in input)
        {
            Enter(scope);
            var way = Decide(traverser) ? then : otherwise;
            if (way is null) yield return traverser;
            else
            {
                foreach (var result in way.Run([traverser.Split()], scope.Inner(way))) yield return result;
            }
        }
    }

    private bool Decide(Traverser traverser) => condition?.Passes(traverser) ?? predicate!.Passes(traverser.Value);
}
