using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>
/// A query asked of a graph that lies in parts: what each part is asked, and how their answers make one. A part holds every
/// edge with both its ends, as a host's topology does; what leads from one part to another is not followed.
/// </summary>
/// <remarks>
/// Steps up to the first that must see all rows run in the parts. Count and Sum are added up, keys united; Dedup by keys, Sort
/// and ranges run in each part, so that it sends no more than is needed, and once more over what came; of TinkerPop's groups those of a key
/// are put together. Immutable and thread-safe.
/// </remarks>
public sealed class PartitionedQuery
{
    private readonly LogicalStep[] _merging = [];
    private readonly bool _adds;

    /// <summary>The query where the dialect is TinkerPop's; then nothing else here is used.</summary>
    private readonly TraversalParts? _traversal;

    private PartitionedQuery(GremlinQuery part, LogicalStep[] merging)
    {
        Part = part;
        _merging = merging;
        _adds = merging is [LogicalCount or LogicalSum];
    }

    private PartitionedQuery(TraversalParts traversal)
    {
        Part = traversal.Part;
        _traversal = traversal;
    }

    /// <summary>What each part is asked: without parameters, so that its text can travel.</summary>
    public GremlinQuery Part { get; }

    /// <summary>What is done with the answers, in the words of a plan: <c>concatenate -> sort by Name -> limit 10</c>.</summary>
    public string Merging => _traversal is { Merging: var merging } ? merging.Length == 0 ? "concatenate" : merging
        : string.Join(" -> ", _merging.Select(step => step.Describe()).Prepend(_adds ? "add up" : "concatenate"));

    /// <summary>Splits a query.</summary>
    /// <param name="query">Any but one that names an element by its id, which only one part has.</param>
    /// <param name="parameters">A value for each <c>$name</c>.</param>
    /// <returns>The query in two halves.</returns>
    /// <exception cref="QueryException">A step after the first that must see all rows needs the graph again, so that the query cannot be asked in parts.</exception>
    public static PartitionedQuery Of(GremlinQuery query, IReadOnlyDictionary<string, MetadataValue>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.SplitTraversal(parameters) is { } traversal) return new PartitionedQuery(traversal);
        var (calls, dialect) = (query.BindCalls(parameters), query.Dialect);
        var steps = QueryBinder.Bind(calls, dialect);
        var local = steps.FindIndex(SeesAllRows);
        if (local < 0) local = steps.Count;
        if (steps.Take(local).FirstOrDefault(step => step is LogicalNodes { Id: not null } or LogicalEdges { Id: not null } or LogicalReport or LogicalOpen) is { } single)
            throw single.At.Error($"'{single}' cannot be asked in parts");
        if (steps.Skip(local).FirstOrDefault(step => !SeesAllRows(step)) is { } late)
            throw late.At.Error($"'{late}' comes after a step that must see all rows, so the query cannot be asked in parts");

        if (steps is [] or [.., { Output: Shape.Graph or Shape.NextHops }])
            throw (steps.LastOrDefault()?.At ?? new SourcePosition(1, 1)).Error("The result is one row of the whole graph, which cannot be asked in parts");

        var sent = calls.Take(local).ToList();
        var merging = steps.Skip(local).ToArray();
        // What a part drops by itself need not travel. Only a range that follows at once may be cut short there.
        if (merging.Length > 0 && merging[0] is not LogicalRange) sent.Add(calls[local]);
        var range = merging is [LogicalRange first, ..] ? first : merging is [LogicalSort, LogicalRange second, ..] ? second : null;
        if (range is { Range.To: < long.MaxValue })
            sent.Add(new StepCall("Limit", [StepArgument.OfValue(range.Range.To)], range.At, bound: true));
        return new PartitionedQuery(GremlinQuery.Parse(QueryText.Of(sent), dialect), merging);
    }

    /// <summary>Makes one result of the parts' answers.</summary>
    /// <param name="answers">Of <see cref="Part"/>, one a part, in an order that stays the same: rows come in it.</param>
    /// <param name="options">Limits of the merging.</param>
    /// <param name="cancel">Looked at every 1,024 rows.</param>
    /// <returns>What the whole graph would have given, but for the order of rows where none is asked for; complete if every answer is.</returns>
    /// <exception cref="ArgumentException">There is no answer, or they are of different kinds.</exception>
    public QueryResult Merge(IReadOnlyList<QueryResult> answers, QueryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count == 0 || _traversal is null && answers.Any(answer => answer.Kind != answers[0].Kind)) throw new ArgumentException("Answers of one kind are expected, one a part", nameof(answers));
        if (_traversal is not null) return _traversal.Merge(answers, options ?? QueryOptions.Default, cancel);
        using var run = new QueryRun(answers[0].View, options ?? QueryOptions.Default, cancel);
        Concatenate(run, answers);
        var limit = answers.Select(answer => answer.Limit).FirstOrDefault(limit => limit is not null);
        if (_adds)
        {
            long sum = 0;
            foreach (var value in run.Values) sum = checked(sum + value.AsInt());
            run.HandOnValue(sum);
            return QueryResult.Of(run, limit);
        }

        foreach (var step in _merging)
        {
            run.Budget.At = step.At;
            if (step is LogicalKeys) run.HandOnValues([.. run.Values.Select(key => key.AsString()).Distinct().Order(StringComparer.Ordinal).Select(key => (MetadataValue)key)]);
            else Operators.Of(step).Run(run);
        }

        return QueryResult.Of(run, limit);
    }

    private static void Concatenate(QueryRun run, IReadOnlyList<QueryResult> answers)
    {
        switch (answers[0].Kind)
        {
            case ResultKind.Nodes:
                var nodes = run.StartNodes();
                foreach (var node in answers.SelectMany(answer => answer.Nodes)) nodes.Add(node);
                run.HandOnNodes();
                break;
            case ResultKind.Edges:
                var edges = run.StartEdges();
                foreach (var edge in answers.SelectMany(answer => answer.Edges)) edges.Add(edge);
                run.HandOnEdges();
                break;
            case ResultKind.Paths:
                run.HandOnPaths([.. answers.SelectMany(answer => answer.Paths)]);
                break;
            case ResultKind.Values or ResultKind.Value:
                run.HandOnValues([.. answers.SelectMany(answer => answer.Values)]);
                break;
            default:
                throw new ArgumentException($"Answers of kind {answers[0].Kind} cannot be merged", nameof(answers));
        }
    }

    /// <summary>Elements are in one part only, so that Dedup without keys is the part's own.</summary>
    private static bool SeesAllRows(LogicalStep step) => step is LogicalCount or LogicalSum or LogicalRange or LogicalSort or LogicalKeys
        or LogicalDedup { Of: Shape.Values } or LogicalDedup { Keys.Count: > 0 };
}
