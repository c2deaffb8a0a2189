namespace Steffi.Gremlin;

/// <summary>Where a step or an argument starts; both from 1.</summary>
internal readonly record struct SourcePosition(int Line, int Column)
{
    public QueryException Error(string reason) => new(reason, Line, Column);
}

/// <summary>The tree of one query, as written: names are not resolved, parameters not bound.</summary>
internal sealed record QuerySyntax(string Text, IReadOnlyList<StepSyntax> Steps, bool HasParameters);

/// <summary>One step. <see cref="Arguments"/> is null for <c>.G</c>, which takes no parentheses.</summary>
internal sealed record StepSyntax(string Name, IReadOnlyList<ArgumentSyntax>? Arguments, SourcePosition At);

internal abstract record ArgumentSyntax(SourcePosition At);

internal sealed record LiteralSyntax(MetadataValue Value, SourcePosition At) : ArgumentSyntax(At);

internal sealed record ConstantSyntax(QueryConstant Value, SourcePosition At) : ArgumentSyntax(At);

internal sealed record ParameterSyntax(string Name, SourcePosition At) : ArgumentSyntax(At);

/// <summary>A predicate or <c>Metadata(…)</c>.</summary>
internal sealed record CallSyntax(string Name, IReadOnlyList<ArgumentSyntax> Arguments, SourcePosition At) : ArgumentSyntax(At);

/// <summary>The words that are neither steps nor values.</summary>
public enum QueryConstant
{
    /// <summary>Ascending order.</summary>
    Asc,

    /// <summary>Descending order.</summary>
    Desc,

    /// <summary>The graph's present instant.</summary>
    Now,

    /// <summary>A duration that reaches back to 1970.</summary>
    Forever,
}
