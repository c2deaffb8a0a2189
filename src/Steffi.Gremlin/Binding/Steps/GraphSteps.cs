namespace Steffi.Gremlin;

internal sealed class SubGraphStep() : StepDefinition("SubGraph")
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => input switch
    {
        Shape.Nodes => new LogicalSubGraph(call.At, input, Condition.Read(call)),
        // The edges are given already: arguments say nothing there, in Skydive neither.
        Shape.Edges or Shape.Paths => new LogicalSubGraph(call.At, input, null),
        _ => throw Misplaced(call, input),
    };
}

/// <summary>ShortestPathTo, and LastingPathTo: a route that held during all of the Context.</summary>
internal sealed class PathToStep(string name, bool isLasting) : StepDefinition(name)
{
    public override void Check(StepCall call)
    {
        if (call.Arguments.Count is not (1 or 2))
            throw call.Refuse($"{Name} predicate accepts only 1 or 2 parameters : {call.DescribeArguments()}");
    }

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous)
    {
        if (input != Shape.Nodes || call.Arguments.Any(argument => argument.Kind != ArgumentKind.Metadata)) throw Misplaced(call, input);
        return new LogicalPaths(
            call.At, ReadMetadata(call.Arguments[0], call.At), call.Arguments.Count == 2 ? ReadMetadata(call.Arguments[1], call.At) : null)
        { IsLasting = isLasting };
    }

    private static Condition? ReadMetadata(StepArgument metadata, SourcePosition at)
    {
        // Of a key that comes twice the last value counts: it is a map.
        var pairs = new Dictionary<string, ValueTest>(StringComparer.Ordinal);
        for (var i = 0; i < metadata.Items.Count; i += 2)
        {
            var value = metadata.Items[i + 1];
            pairs[metadata.Items[i].Value.AsString()] = value.Kind == ArgumentKind.Value ? Predicates.CompileLiteral(value, at) : NeverTest.Instance;
        }

        return pairs.Count == 0 ? null : Condition.All(pairs.Select(pair => Condition.Of(Field.Of(pair.Key), pair.Value)));
    }
}

/// <summary>A step of Skydive's that another package brings. Known by name, so that the error can say so.</summary>
internal sealed class UnloadedStep(string name) : StepDefinition(name)
{
    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) =>
        throw call.Fail($"The step '{Name}' needs a package that is not loaded");
}

/// <summary>A package's step.</summary>
internal sealed class ExtensionStep(string name, StepExtension extension) : StepDefinition(name)
{
    public StepExtension Extension => extension;

    public override void Check(StepCall call) => extension.Check(call);

    public override LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous) => new LogicalOpen(call.At, call, this);
}
