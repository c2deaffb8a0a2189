using System.Collections.Concurrent;

namespace Steffi.Gremlin;

/// <summary>
/// The queries that ran lately, by text. When it is full it is emptied: what is in use comes back at once, and nothing has to
/// be counted or locked on the way of a hit, which is what must be fast.
/// </summary>
internal sealed class PlanCache
{
    private const int Capacity = 1024;

    /// <summary>Characters. Longer texts are lists of values put together by programs and rarely come back.</summary>
    private const int LongestText = 4096;

    private readonly ConcurrentDictionary<string, GremlinQuery> _queries = new(StringComparer.Ordinal);
    private int _count;

    public GremlinQuery Get(string text, GremlinDialect dialect)
    {
        if (_queries.TryGetValue(text, out var query)) return query;
        query = GremlinQuery.ParseNew(text, dialect);
        if (text.Length > LongestText) return query;

        if (Interlocked.Increment(ref _count) > Capacity)
        {
            _queries.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _queries[text] = query;
        return query;
    }
}
