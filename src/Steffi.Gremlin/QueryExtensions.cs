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
    /// <returns>Changes of the result set. A query that only filters nodes (V().Has…) is judged change by change: every node that comes
    /// and goes shows, and the cost is that of the nodes that changed, however many such queries there are. Every other query is
    /// evaluated again after each transaction; where it falls more than 64 of them behind, several show as one change. A reader that is slow
    /// sees fewer, larger steps, never a gap.</returns>
    /// <exception cref="QueryException">The query is none, fails, has Context, or changes the graph.</exception>
    public static IAsyncEnumerable<ResultChange> WatchAsync(
        this Graph graph, string text, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var query = GremlinQuery.Parse(text, options?.Dialect);
        if (query.HasContext) throw new QueryException("A query that is watched follows the present and can have no Context", 1, 1);
        if (query.Mutates(parameters)) throw new QueryException("A query that is watched runs again after every change and cannot make one itself", 1, 1);
        return new QueryWatch(graph, query, parameters, options).RunAsync(cancel);
    }

    /// <summary>Runs a query now and after every transaction, on the graph as it was right after it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="text">The query.</param>
    /// <param name="parameters">As for Query.</param>
    /// <param name="options">The limits hold for each run.</param>
    /// <param name="cancel">Ends the stream with <see cref="OperationCanceledException"/>.</param>
    /// <returns>A result a transaction. A reader that is more than 1,024 transactions behind misses some, and is given the present.</returns>
    /// <exception cref="QueryException">The query is none, fails, or changes the graph.</exception>
    public static async IAsyncEnumerable<QueryResult> QueryEachChangeAsync(
        this Graph graph, string text, IReadOnlyDictionary<string, MetadataValue>? parameters = null, QueryOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var query = GremlinQuery.Parse(text, options?.Dialect);
        if (query.Mutates(parameters)) throw new QueryException("A query that runs after every change cannot make one itself", 1, 1);
        var changes = graph.Subscribe(cancel: cancel);
        var first = graph.Live;
        yield return query.Run(first, parameters, options, cancel);
        await foreach (var change in changes.WithCancellation(cancel))
        {
            if (change.View.Version > first.Version) yield return query.Run(change.View, parameters, options, cancel);
        }
    }
}
