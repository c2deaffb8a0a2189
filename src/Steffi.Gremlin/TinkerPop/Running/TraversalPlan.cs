namespace Steffi.Gremlin.TinkerPop;

/// <summary>A query that is bound: its steps, and what stands before them (<c>withSack</c>, strategies). Immutable and thread-safe.</summary>
internal sealed class TraversalPlan
{
    public required Traversal Root { get; init; }

    public required PathMode Paths { get; init; }

    public required LabelKeys Labels { get; init; }

    /// <inheritdoc cref="GremlinDialect.KeepsNulls"/>
    public bool KeepsNulls { get; init; }

    /// <inheritdoc cref="GremlinDialect.Files"/>
    public string? Files { get; init; }

    public object? Sack { get; init; }

    /// <summary>How the sacks of traversers that meet in a barrier become one; null keeps them apart.</summary>
    public SackOperator? SackMerge { get; init; }

    public bool UsesBulk { get; init; } = true;

    public long? Seed { get; init; }

    public IReadOnlyList<(string Key, object? Value, SackOperator? Reducer)> SideEffects { get; init; } = [];

    public SubgraphFilter? Subgraph { get; init; }

    public PartitionFilter? Partition { get; init; }

    /// <summary>Keys whose missing values are null for by(); empty for all keys, null for none.</summary>
    public IReadOnlyCollection<string>? ProductiveKeys { get; init; }

    public bool Mutates { get; init; }

    /// <summary>What is asked for in the end.</summary>
    public Terminal Terminal { get; init; }

    public bool IsProductive(string? key) => ProductiveKeys is { } keys && (keys.Count == 0 || key is not null && keys.Contains(key));
}

internal enum Terminal
{
    /// <summary>All results.</summary>
    All,

    /// <summary><c>next()</c>: one.</summary>
    First,

    /// <summary><c>explain()</c>: the plan, nothing runs.</summary>
    Plan,

    /// <summary><c>profile()</c>: what each step did and took.</summary>
    Profile,
}

/// <summary>SubgraphStrategy: the part of the graph that a query sees.</summary>
internal sealed record SubgraphFilter(Traversal? Vertices, Traversal? Edges, Traversal? VertexProperties, bool ChecksEnds);

/// <summary>PartitionStrategy: a property that says which part of the graph an element belongs to.</summary>
internal sealed record PartitionFilter(string Key, string? Write, IReadOnlyCollection<string> Read);
