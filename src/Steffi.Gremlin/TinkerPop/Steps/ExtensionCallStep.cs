using System.Text.Json;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// A step of a host or plugin, by the contract that both dialects share: it gets all nodes or all edges that come, and what it returns goes on.
/// Rows of its own are offered the steps that follow; what means nothing to them gets them as maps.
/// </summary>
internal sealed class ExtensionCallStep(StepExtension extension, StepCall call) : BarrierStep
{
    private readonly List<(Step Step, StepCall Call)> _following = [];

    public override IEnumerable<Traversal> Children => _following.SelectMany(next => next.Step.Children);

    /// <exception cref="QuerySyntaxException">The arguments are none that a package's step can have, or the step refuses them.</exception>
    public static ExtensionCallStep Make(StepExtension extension, Arguments given)
    {
        var call = CallOf(given);
        extension.Check(call);
        return new ExtensionCallStep(extension, call);
    }

    /// <summary>Gives packages' steps what follows them, as far as the contract has words for it.</summary>
    public static void Gather(List<Step> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not ExtensionCallStep { Labels.Length: 0 } start) continue;
            while (i + 1 < steps.Count && steps[i + 1].Labels.Length == 0 && ContractWords.CallOf(steps[i + 1]) is { } next)
            {
                start._following.Add((steps[i + 1], next));
                steps.RemoveAt(i + 1);
            }
        }
    }

    public StepCall Call => call;

    /// <summary>The names of the steps that rows are offered, after its own.</summary>
    public IEnumerable<string> Offered => _following.Select(next => next.Step.Name);

    protected override IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope)
    {
        using var run = new QueryRun(scope.Run.Graph.View, scope.Run.Budget);
        if (!IsSource) Fill(run, all);
        run.HandOn(extension.Run(call, new StepInput(run, call)));
        var next = 0;
        while (next < _following.Count && run.Shape == Shape.Open && TryOffer(run, _following[next].Step, _following[next].Call)) next++;
        var isCount = next > 0 && _following[next - 1].Step is CountStep;
        var flow = Rows(run, isCount).Select(scope.Start);
        foreach (var (step, _) in _following.Skip(next)) flow = step.RunLabelled(flow, scope);
        foreach (var traverser in flow) yield return traverser;
    }

    /// <returns>False where it means nothing to the rows.</returns>
    private static bool TryOffer(QueryRun run, Step step, StepCall next)
    {
        var input = new StepInput(run, next);
        if (run.Rows!.Apply(next, input) is { } applied) run.HandOn(applied);
        else if (step is ExtensionCallStep other) run.HandOn(other.RunOn(input));
        else return false;
        return true;
    }

    private StepResult RunOn(StepInput input) => extension.Run(call, input);

    private static IEnumerable<object?> Rows(QueryRun run, bool isCount)
    {
        for (var i = 0; run.Shape == Shape.Nodes && i < run.Nodes.Count; i++) yield return new Vertex(run.Nodes.Span[i]);
        for (var i = 0; run.Shape == Shape.Edges && i < run.Edges.Count; i++) yield return new EdgeElement(run.Edges.Span[i]);
        for (var i = 0; run.Shape == Shape.Values && i < run.Values.Count; i++) yield return isCount ? run.Values[i].AsInt() : TypedValue.Read(run.Values[i]);
        for (var i = 0; run.Shape == Shape.Open && i < run.Rows!.Count; i++) yield return TypedValue.Read(ReadRow(run.Rows, i));
    }

    /// <exception cref="QuerySyntaxException">The arguments are none that a package's step can have.</exception>
    private static StepCall CallOf(Arguments given) =>
        new(given.Name, [.. given.Rest().Select(argument => StepArgument.OfValue(Write(argument, given)))], given.At, bound: false);

    private void Fill(QueryRun run, List<Traverser> all)
    {
        if (all.TrueForAll(traverser => traverser.Value is EdgeElement) && all.Count > 0)
        {
            var edges = run.StartEdges();
            foreach (var traverser in all) edges.Add(((EdgeElement)traverser.Value!).Edge ?? throw Pending());
            run.HandOnEdges();
            return;
        }

        var nodes = run.StartNodes();
        foreach (var traverser in all)
            nodes.Add((traverser.Value as Vertex ?? throw new StepFailure($"{Name}() takes nodes or edges, met {Describe.Type(traverser.Value)}")).Node ?? throw Pending());
        run.HandOnNodes();
    }

    private StepFailure Pending() => new($"{Name}() cannot see what the query itself has added");

    private static MetadataValue Write(object? argument, Arguments given)
    {
        try
        {
            return TypedValue.Write(argument);
        }
        catch (StepFailure)
        {
            throw given.Unfit("it takes values only");
        }
    }

    private static MetadataValue ReadRow(StepRows rows, int row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) rows.WriteRow(row, writer);
        using var json = JsonDocument.Parse(stream.ToArray());
        return MetadataValue.FromJson(json.RootElement);
    }
}
