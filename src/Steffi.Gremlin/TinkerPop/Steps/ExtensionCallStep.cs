using System.Text.Json;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// A step of a host or plugin, by the contract that both dialects share: it gets all nodes or all edges that come, and what it returns goes on.
/// Rows of its own become maps.
/// </summary>
internal sealed class ExtensionCallStep(StepExtension extension, StepCall call) : BarrierStep
{
    /// <exception cref="QuerySyntaxException">The arguments are none that a package's step can have, or the step refuses them.</exception>
    private static StepCall CallOf(Arguments given) =>
        new(given.Name, [.. given.Rest().Select(argument => StepArgument.OfValue(Write(argument, given)))], given.At, bound: false);

    public static ExtensionCallStep Make(StepExtension extension, Arguments given)
    {
        var call = CallOf(given);
        extension.Check(call);
        return new ExtensionCallStep(extension, call);
    }

    protected override IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope)
    {
        using var run = new QueryRun(scope.Run.Graph.View, scope.Run.Budget);
        if (!IsSource) Fill(run, all);
        var result = extension.Run(call, new StepInput(run, call));
        foreach (var node in result.Nodes ?? []) yield return scope.Start(new Vertex(node));
        foreach (var edge in result.Edges ?? []) yield return scope.Start(new EdgeElement(edge));
        foreach (var value in result.Values ?? []) yield return scope.Start(TypedValue.Read(value));
        for (var row = 0; row < (result.Rows?.Count ?? 0); row++) yield return scope.Start(TypedValue.Read(ReadRow(result.Rows!, row)));
    }

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
