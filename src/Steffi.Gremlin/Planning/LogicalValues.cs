namespace Steffi.Gremlin;

internal sealed record LogicalValues(SourcePosition At, Field Key) : LogicalStep(At)
{
    public override Shape Output => Shape.Values;

    public override string Describe() => $"values {Key.Key}";
}

internal sealed record LogicalValueMap(SourcePosition At, IReadOnlyList<Field> Keys) : LogicalStep(At)
{
    public override Shape Output => Shape.Values;

    public override string Describe() => $"maps of {string.Join(", ", Keys.Select(key => key.Key))}";
}

internal sealed record LogicalKeys(SourcePosition At) : LogicalStep(At)
{
    public override Shape Output => Shape.Values;

    public override string Describe() => "keys";
}

internal sealed record LogicalSum(SourcePosition At, Field Key) : LogicalStep(At)
{
    public override Shape Output => Shape.Values;

    public override string Describe() => $"sum {Key.Key}";
}

/// <summary>Has on values: keeps the maps that fit and drops what is no map, as Skydive does.</summary>
internal sealed record LogicalValueFilter(SourcePosition At, Condition Where) : LogicalStep(At)
{
    public override Shape Output => Shape.Values;

    public override string Describe() => $"maps where {Where}";
}

/// <summary>NextHop: the route that each node would take to an address.</summary>
internal sealed record LogicalNextHops(SourcePosition At, System.Net.IPAddress Address) : LogicalStep(At)
{
    public override Shape Output => Shape.NextHops;

    public override string Describe() => $"next hops to {Address}";
}
