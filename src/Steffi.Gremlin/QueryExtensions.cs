namespace Steffi.Gremlin;

/// <summary>Gremlin on graphs and views.</summary>
public static class QueryExtensions
{
    /// <summary>Runs a query on the graph as it is now.</summary>
    /// <param name="graph">Its live view is read; Context reads its history.</param>
    /// <param name="text">The query. Plans are kept by text: values that change belong into parameters.</param>
    /// <param name="parameters">A value for each <c>$name</c> of the text; others are ignored.</param>
    /// <param name="options">Dialect and limits.</param>
    /// <param name="cancel">Looked at every 1,024 elements.</param>
    /// <returns>The whole result, consistent.</returns>
    /// <exception cref="QuerySyntaxException">The text is no query.</exception>
    /// <exception cref="QueryException">The query fails here; <see cref="QueryLimitException"/> when a limit stopped it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static QueryResult Query(
        this Graph graph, string text, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null,
        CancellationToken cancel = default) => GremlinQuery.Parse(text, options?.Dialect).Run(graph, parameters, options, cancel);

    /// <summary>Runs a query on a view.</summary>
    /// <param name="view">Live, or of an instant or a window. Context leaves it for another time of the same graph.</param>
    /// <param name="text">The query.</param>
    /// <param name="parameters">A value for each <c>$name</c> of the text; others are ignored.</param>
    /// <param name="options">Dialect and limits.</param>
    /// <param name="cancel">Looked at every 1,024 elements.</param>
    /// <returns>The whole result, consistent.</returns>
    /// <exception cref="QuerySyntaxException">The text is no query.</exception>
    /// <exception cref="QueryException">The query fails here; <see cref="QueryLimitException"/> when a limit stopped it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static QueryResult Query(
        this GraphView view, string text, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null,
        CancellationToken cancel = default) => GremlinQuery.Parse(text, options?.Dialect).Run(view, parameters, options, cancel);

    /// <summary>Follows a query's result: first what it gives now, as added, then what changes.</summary>
    /// <param name="graph">The live graph.</param>
    /// <param name="text">A query without Context.</param>
    /// <param name="parameters">As for Query.</param>
    /// <param name="options">The limits hold for each evaluation.</param>
    /// <param name="cancel">Ends the stream with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Changes of the result set, in batches of what was committed since the last look: several commits between two looks
    /// show as one change. The query is evaluated again after each; a reader that is slow sees fewer, larger steps, never a gap.</returns>
    /// <exception cref="QueryException">The query is none, fails, or has Context.</exception>
    public static IAsyncEnumerable<ResultChange> WatchAsync(
        this Graph graph, string text, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var query = GremlinQuery.Parse(text, options?.Dialect);
        if (query.HasContext) throw new QueryException("A query that is watched follows the present and can have no Context", 1, 1);
        return new QueryWatch(graph, query, parameters, options).RunAsync(cancel);
    }
}
