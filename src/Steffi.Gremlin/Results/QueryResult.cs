using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>What a query gives.</summary>
public enum ResultKind
{
    /// <summary>Nodes: <see cref="QueryResult.Nodes"/>.</summary>
    Nodes,

    /// <summary>Edges: <see cref="QueryResult.Edges"/>.</summary>
    Edges,

    /// <summary>A list of values or maps: <see cref="QueryResult.Values"/>.</summary>
    Values,

    /// <summary>One value, as Count's: <see cref="QueryResult.Value"/>.</summary>
    Value,

    /// <summary>Paths of nodes: <see cref="QueryResult.Paths"/>.</summary>
    Paths,

    /// <summary>A graph: <see cref="QueryResult.Nodes"/> and <see cref="QueryResult.Edges"/>, one row.</summary>
    Graph,

    /// <summary>Rows of a package, as flows: <see cref="QueryResult.CustomRows"/>.</summary>
    Custom,
}

/// <summary>The whole result of one run. Immutable and thread-safe; its elements belong to the view that the run read.</summary>
public sealed class QueryResult
{
    private readonly bool _isNextHops;
    private IReadOnlyList<object?>? _items;
    private IReadOnlyList<MetadataValue>? _values;
    private readonly GraphScope? _graph;
    private Node[]? _nodes;
    private Edge[]? _edges;

    private QueryResult(ResultKind kind, QueryRun run, string? limit)
    {
        if (run.Budget.MostRows is { } most && run.Cut(most)) limit ??= nameof(QueryOptions.MaxResults);
        Kind = kind;
        Limit = limit;
        View = run.Scope.View;
        _values = [];
        Paths = [];
        switch (kind)
        {
            case ResultKind.Nodes:
                _nodes = run.Nodes.Span.ToArray();
                break;
            case ResultKind.Edges:
                _edges = run.Edges.Span.ToArray();
                break;
            case ResultKind.Graph:
                _graph = run.Scope;
                break;
            case ResultKind.Paths:
                Paths = run.Paths;
                break;
            case ResultKind.Custom:
                CustomRows = run.Rows;
                break;
            default:
                _values = run.Values;
                _isNextHops = run.Shape == Shape.NextHops;
                break;
        }

        run.Budget.CheckResults(Count);
    }

    /// <summary>A result of the TinkerPop dialect.</summary>
    internal QueryResult(GraphView view, IReadOnlyList<object?> items, Budget budget, string? limit = null)
    {
        Limit = limit;
        View = view;
        _items = items;
        IsTraversal = true;
        Paths = [];
        var isEmpty = items.Count == 0;
        if (!isEmpty && items.All(item => item is Node)) (Kind, _nodes) = (ResultKind.Nodes, items.Cast<Node>().ToArray());
        else if (!isEmpty && items.All(item => item is Edge)) (Kind, _edges) = (ResultKind.Edges, items.Cast<Edge>().ToArray());
        else Kind = ResultKind.Values;
        _values = Kind == ResultKind.Values ? null : [];
        budget.CheckResults(Count);
    }

    /// <summary>Says which of the other properties hold something.</summary>
    public ResultKind Kind { get; }

    /// <summary>
    /// The rows as objects, whatever the kind. Of Skydive's dialect nodes, edges, values or paths; of TinkerPop's null, bool, string, sbyte, short,
    /// int, long, <see cref="System.Numerics.BigInteger"/>, float, double, decimal, <see cref="DateTimeOffset"/>, <see cref="Guid"/>, <see cref="Node"/>,
    /// <see cref="Edge"/>, <see cref="ElementProperty"/>, <see cref="TraversalPath"/>, <see cref="TraversalMap"/>, <see cref="TraversalTree"/>,
    /// <see cref="TraversalSubgraph"/>, <see cref="ElementToken"/> and <see cref="EdgeDirection"/> as keys, lists as List and sets as HashSet of these.
    /// </summary>
    public IReadOnlyList<object?> Items => _items ??= Kind switch
    {
        ResultKind.Nodes => [.. _nodes!],
        ResultKind.Edges => [.. _edges!],
        ResultKind.Paths => [.. Paths],
        _ => [.. Values],
    };

    /// <summary>Whether its JSON is that of the TinkerPop dialect: always an array of rows.</summary>
    private bool IsTraversal { get; init; }

    /// <summary>False where a limit cut the result: <see cref="QueryOptions.AllowPartial"/>.</summary>
    public bool IsComplete => Limit is null;

    /// <summary>The name of the option that cut the result; null for a complete one.</summary>
    public string? Limit { get; }

    /// <summary>The view that was read last: after Context that of the asked time.</summary>
    public GraphView View { get; }

    /// <summary>The number of rows. A graph is one row, a single value too.</summary>
    public int Count => Kind switch
    {
        ResultKind.Nodes => _nodes!.Length,
        ResultKind.Edges => _edges!.Length,
        ResultKind.Paths => Paths.Count,
        ResultKind.Graph => 1,
        ResultKind.Custom => CustomRows!.Count,
        _ => _values?.Count ?? _items!.Count,
    };

    /// <summary>The nodes, or those of the graph, in the result's order; empty for other kinds.</summary>
    public IReadOnlyList<Node> Nodes => _nodes ??= _graph is null ? [] : [.. _graph.Nodes];

    /// <summary>The edges, or those of the graph, in the result's order; empty for other kinds.</summary>
    public IReadOnlyList<Edge> Edges => _edges ??= _graph is null ? [] : [.. _graph.Edges];

    /// <summary>The values; for a single value a list of it; empty for other kinds.</summary>
    public IReadOnlyList<MetadataValue> Values => _values ??= [.. _items!.Select(ItemJson.ToValue)];

    /// <summary>The single value, as Count's and Sum's.</summary>
    /// <exception cref="InvalidOperationException">The result is no single value.</exception>
    public MetadataValue Value => Kind == ResultKind.Value ? Values[0] : throw new InvalidOperationException($"The result is {Kind}, not a single value");

    /// <summary>Paths, each from its start node to the node found; empty for other kinds.</summary>
    public IReadOnlyList<IReadOnlyList<Node>> Paths { get; }

    /// <summary>The rows of a package's last step; null for other kinds.</summary>
    public StepRows? CustomRows { get; }

    /// <summary>A result of the TinkerPop dialect that came as a run's: nodes, edges, or a number.</summary>
    internal static QueryResult OfTraversal(QueryRun run)
    {
        if (run.RowCount == 0 || run.Shape == Shape.Values) return new QueryResult(run.Scope.View, [.. run.Values.Take((int)run.RowCount).Select(value => (object)value.AsInt())], run.Budget);
        return new QueryResult(run.Shape == Shape.Nodes ? ResultKind.Nodes : ResultKind.Edges, run, null) { IsTraversal = true };
    }

    internal static QueryResult Of(QueryRun run, string? limit = null) => new(
        run.Shape switch
        {
            Shape.Nodes => ResultKind.Nodes,
            Shape.Edges => ResultKind.Edges,
            Shape.Values => run.IsSingle ? ResultKind.Value : ResultKind.Values,
            Shape.NextHops => ResultKind.Values,
            Shape.Paths => ResultKind.Paths,
            Shape.Graph => ResultKind.Graph,
            _ => ResultKind.Custom,
        },
        run,
        limit);

    /// <summary>Writes what Skydive's topology API answers: an array of nodes or edges, a bare number for Count and Sum, null for no
    /// values, an array of arrays for paths, an array with one {Nodes, Edges} for a graph.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (IsTraversal) WriteItems(writer);
        else if (Kind == ResultKind.Value) Value.WriteTo(writer);
        else if (Kind == ResultKind.Custom) CustomRows!.WriteJson(writer);
        else if (Kind == ResultKind.Values && Values.Count == 0 && !_isNextHops) writer.WriteNullValue();
        else
        {
            writer.WriteStartArray();
            if (Kind == ResultKind.Graph) GraphJson.Write(writer, _graph!, emptyEdgesAreNull: true);
            else if (Kind == ResultKind.Paths) foreach (var path in Paths) GraphJson.WriteNodes(writer, path);
            else WriteRows(writer);
            writer.WriteEndArray();
        }
    }

    /// <summary>Writes one JSON value a row, for an array of the caller's: a path is {"Path": […]}, a graph {"Nodes", "Edges"}.</summary>
    /// <param name="writer">Stands within an array.</param>
    public void WriteRows(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (IsTraversal && Kind == ResultKind.Values)
        {
            foreach (var item in Items)
            {
                ItemJson.Write(writer, item);
                GraphJson.FlushWhenFull(writer);
            }

            return;
        }

        foreach (var node in Kind == ResultKind.Nodes ? _nodes! : [])
        {
            ElementJson.WriteNode(writer, node);
            GraphJson.FlushWhenFull(writer);
        }

        foreach (var edge in Kind == ResultKind.Edges ? _edges! : [])
        {
            ElementJson.WriteEdge(writer, edge);
            GraphJson.FlushWhenFull(writer);
        }

        foreach (var value in Values) value.WriteTo(writer);
        foreach (var path in Paths) GraphJson.WritePath(writer, path);
        if (Kind == ResultKind.Graph) GraphJson.Write(writer, _graph!, emptyEdgesAreNull: false);
        for (var row = 0; row < (CustomRows?.Count ?? 0); row++) CustomRows!.WriteRow(row, writer);
    }

    /// <summary>Streams what <see cref="WriteJson(Utf8JsonWriter)"/> writes; a part goes out as soon as it is ready, so that the whole is never held.</summary>
    /// <param name="stream">UTF-8; not closed.</param>
    /// <param name="indented">True for people.</param>
    public void WriteJson(Stream stream, bool indented = false)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented, Encoder = GraphJson.Encoder });
        WriteJson(writer);
    }

    private void WriteItems(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        WriteRows(writer);
        writer.WriteEndArray();
    }

    /// <summary>The text of <see cref="WriteJson(Utf8JsonWriter)"/>.</summary>
    /// <param name="indented">True for people.</param>
    /// <returns>One JSON value.</returns>
    public string ToJson(bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, Encoder = GraphJson.Encoder })) WriteJson(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
