namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// <c>repeat</c> with <c>until</c>, <c>times</c> and <c>emit</c> before or after it. Goes round by round: all traversers of a round go
/// through the body together, so that equal ones become one with a bulk.
/// </summary>
internal sealed class RepeatStep : Step
{
    private readonly RoundEnd _before = new(), _after = new();
    private Traversal? _body;
    private string? _name;

    /// <summary>Where until, times and emit that come now belong: before repeat() its start, then its end.</summary>
    private RoundEnd Here => _body is null ? _before : _after;

    public bool HasBody => _body is not null;

    public override bool IsStateful => true;

    public override IEnumerable<Traversal> Children => new[] { _body, _before.Until, _before.Emit, _after.Until, _after.Emit }.OfType<Traversal>();

    public void SetBody(string? name, Traversal body) => (_name, _body) = (name, body);

    public void SetUntil(Traversal condition)
    {
        RefuseSecondEnd();
        Here.Until = condition;
    }

    public void SetTimes(long count)
    {
        RefuseSecondEnd();
        Here.Times = count;
    }

    public void SetEmit(Traversal? condition)
    {
        if (_before.Emits || _after.Emits) throw new StepFailure("The repeat()-step already has its emit()-modulator declared");
        (Here.Emits, Here.Emit) = (true, condition);
    }

    /// <summary>times(n) is an until() as well.</summary>
    private void RefuseSecondEnd()
    {
        if (_before.Ends || _after.Ends) throw new StepFailure("The repeat()-step already has its until()-modulator declared");
    }

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        var inner = scope.Inner(_body!);
        var next = new List<Traverser>();
        // The first round takes its traversers as they come.
        IEnumerable<Traverser> round = input.Select(traverser =>
        {
            var start = traverser.Split();
            start.Loops = new LoopFrame(traverser.Loops, _name, 0);
            return start;
        });
        for (var count = 0; ; count++)
        {
            inner.Loops = new LoopFrame(scope.Loops, _name, count);
            var leaving = new List<Traverser>();
            var output = _body!.Run(Entering(round, leaving, scope), inner);
            foreach (var traverser in output)
            {
                // Who left before the body ran comes first.
                foreach (var left in Take(leaving)) yield return left;
                Enter(scope);
                traverser.Loops = traverser.Loops is { } frame ? frame with { Count = frame.Count + 1 } : new LoopFrame(scope.Loops, _name, count + 1);
                if (_after.IsDone(traverser))
                {
                    yield return Leave(traverser);
                    continue;
                }

                if (_after.IsEmitted(traverser)) yield return Leave(traverser.Split());
                next.Add(traverser);
                scope.Run.Budget.CheckElements(next.Count);
            }

            foreach (var left in Take(leaving)) yield return left;
            if (next.Count == 0) yield break;
            round = Bulker.Works(scope.Run) ? Bulker.Merge(next) : next;
            next = [];
        }
    }

    /// <summary>The start of a round: who is done, or is emitted, goes aside.</summary>
    private IEnumerable<Traverser> Entering(IEnumerable<Traverser> round, List<Traverser> leaving, RunScope scope)
    {
        foreach (var traverser in round)
        {
            Enter(scope);
            if (_before.IsDone(traverser))
            {
                leaving.Add(Leave(traverser));
                continue;
            }

            if (_before.IsEmitted(traverser)) leaving.Add(Leave(traverser.Split()));
            yield return traverser;
        }
    }

    private static List<Traverser> Take(List<Traverser> leaving)
    {
        if (leaving.Count == 0) return leaving;
        List<Traverser> taken = [.. leaving];
        leaving.Clear();
        return taken;
    }

    private static Traverser Leave(Traverser traverser)
    {
        traverser.Loops = traverser.Loops?.Outer;
        return traverser;
    }

    private sealed class RoundEnd
    {
        public Traversal? Until { get; set; }

        public long? Times { get; set; }

        public bool Emits { get; set; }

        public Traversal? Emit { get; set; }

        public bool Ends => Until is not null || Times is not null;

        public bool IsDone(Traverser traverser) => traverser.Loops!.Count >= Times || Until?.Passes(traverser) == true;

        public bool IsEmitted(Traverser traverser) => Emits && (Emit?.Passes(traverser) ?? true);
    }
}
