using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>What a capture's query means.</summary>
internal static class CaptureQuery
{
    // Without limits of time: a standing query is asked by nobody who waits.
    private static readonly QueryOptions Options = new();

    /// <exception cref="QuerySyntaxException">The text is no query.</exception>
    public static Func<GraphView, IEnumerable<Node>> Compile(string text)
    {
        var query = GremlinQuery.Parse(text);
        return view => Run(query, view) switch
        {
            { Kind: not ResultKind.Nodes } => throw new ArgumentException("GremlinQuery: a query that gives nodes is expected"),
            { View.Kind: not ViewKind.Live } => throw new ArgumentException("GremlinQuery: a capture follows the present, without Context"),
            var result => result.Nodes,
        };
    }

    // Whatever the graph holds, it would fail: only a limit may be met today and not tomorrow.
    private static QueryResult Run(GremlinQuery query, GraphView view)
    {
        try
        {
            return query.Run(view, options: Options);
        }
        catch (QueryException e) when (e is not QueryLimitException)
        {
            throw new ArgumentException($"GremlinQuery: {e.Message}");
        }
    }
}
