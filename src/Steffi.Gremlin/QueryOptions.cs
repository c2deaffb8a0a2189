namespace Steffi.Gremlin;

/// <summary>How a query may run. Immutable; one instance can serve all queries.</summary>
public sealed record QueryOptions
{
    internal static readonly QueryOptions Default = new();

    /// <summary>The longest that a run may take; null for no bound. Looked at every 1,024 elements, so a run may last a little longer.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The most rows that a result may have; null for no bound. More are an error unless <see cref="AllowPartial"/>: a cut is written with Limit.</summary>
    public long? MaxResults { get; init; }

    /// <summary>The most elements that one step may hold, which bounds a run's memory (24 bytes each, a traverser with a path some 100); a path counts for each of its objects. Default 10 million.</summary>
    public long MaxElements { get; init; } = 10_000_000;

    /// <summary>True: a run that meets a limit gives the rows that it had found, if its last step was finding them, and says so
    /// (<see cref="QueryResult.IsComplete"/>); false, the default: it fails.</summary>
    public bool AllowPartial { get; init; }

    /// <summary>False for a graph that is a single snapshot, as a loaded topology file: Context is then refused. Default true.</summary>
    public bool History { get; init; } = true;

    /// <summary>The language of the query's text. Default <see cref="GremlinDialect.Skydive"/>.</summary>
    public GremlinDialect Dialect { get; init; } = GremlinDialect.Skydive;
}

/// <summary>Values for a query's <c>$name</c>s: strings, numbers, bools, and lists where Within and Without stand. Names are case-sensitive.</summary>
/// <remarks><code>new QueryParameters { ["name"] = "eth0" }</code></remarks>
public sealed class QueryParameters() : Dictionary<string, MetadataValue>(StringComparer.Ordinal);
