using System.Runtime.CompilerServices;

namespace Steffi.Gremlin;

/// <summary>
/// A query's rows as they are found. Where each row comes from one node of the source, the plan runs on some nodes at a time, so
/// that the first rows come at once and little is held; any other plan runs whole.
/// </summary>
internal sealed class RowStream(IReadOnlyList<LogicalStep> steps, Func<GraphView, QueryOptions, CancellationToken, QueryResult> runWhole)
{
    private const int Piece = 1024;

    public IAsyncEnumerable<ResultRow> ReadAsync(GraphView view, QueryOptions options, CancellationToken cancel) => ReadAsync(Read(view, options, cancel), options, cancel);

    /// <param name="pieces">Found while they are asked for.</param>
    /// <param name="options">MaxResults counts the rows.</param>
    /// <param name="cancel">Checked between pieces.</param>
    public static async IAsyncEnumerable<ResultRow> ReadAsync(
        IEnumerable<IReadOnlyList<ResultRow>> pieces, QueryOptions options, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var rows = pieces.GetEnumerator();
        long count = 0;
        // The reader's thread is not kept busy with the search.
        while (await Task.Run(rows.MoveNext, cancel))
        {
            foreach (var row in rows.Current)
            {
                if (++count > options.MaxResults)
                    throw new QueryLimitException(nameof(QueryOptions.MaxResults), $"The result has more than {options.MaxResults} rows", 1, 1);
                yield return row;
            }
        }
    }

    private IEnumerable<IReadOnlyList<ResultRow>> Read(GraphView view, QueryOptions options, CancellationToken cancel)
    {
        if (!IsInPieces(view)) return ResultRow.Of(runWhole(view, options with { MaxResults = null }, cancel)).Chunk(Piece);
        return ReadPieces(view, options, cancel);
    }

    private bool IsInPieces(GraphView view) =>
        view.Kind != ViewKind.Window && steps is [LogicalNodes { Id: null } source, ..] && IsRowByRow(source)
        && source.Seeks.All(seek => !view.HasIndex(seek.Path)) && steps.Skip(1).All(IsRowByRow);

    private static bool IsRowByRow(LogicalStep step) => step switch
    {
        LogicalSelection selection => selection is { Range.IsAll: true, IsDistinct: false, IsCounted: false, Top: null },
        LogicalValues or LogicalValueMap or LogicalValueFilter => true,
        _ => false,
    };

    private IEnumerable<IReadOnlyList<ResultRow>> ReadPieces(GraphView view, QueryOptions options, CancellationToken cancel)
    {
        using var run = new QueryRun(view, options, cancel);
        var where = ((LogicalNodes)steps[0]).Where;
        var operators = Operators.Of([.. steps.Skip(1)]);
        var piece = run.StartNodes();
        foreach (var node in view.Nodes)
        {
            run.Budget.Tick();
            if (where is not null && !where.Test(node)) continue;
            piece.Add(node);
            if (piece.Count < Piece) continue;
            yield return RunOn(run, operators);
            piece = run.StartNodes();
        }

        yield return RunOn(run, operators);
    }

    private static ResultRow[] RunOn(QueryRun run, Operator[] operators)
    {
        run.HandOnNodes();
        foreach (var step in operators)
        {
            run.Budget.At = step.At;
            step.Run(run);
        }

        return [.. ResultRow.Of(QueryResult.Of(run))];
    }
}
