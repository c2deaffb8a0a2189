using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>One row of a streamed result: one of the four is there.</summary>
/// <param name="Node">Of a query that gives nodes.</param>
/// <param name="Edge">Of a query that gives edges.</param>
/// <param name="Value">Of a query that gives values or a single one.</param>
/// <param name="Path">Of a query that gives paths.</param>
public readonly record struct ResultRow(Node? Node = null, Edge? Edge = null, MetadataValue? Value = null, IReadOnlyList<Node>? Path = null)
{
    /// <summary>Writes the row as <see cref="QueryResult.WriteRows"/> does.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (Node is { } node) ElementJson.WriteNode(writer, node);
        else if (Edge is { } edge) ElementJson.WriteEdge(writer, edge);
        else if (Path is not null) GraphJson.WritePath(writer, Path);
        else (Value ?? MetadataValue.Null).WriteTo(writer);
    }

    /// <summary>A row of the TinkerPop dialect.</summary>
    internal static ResultRow Of(object? item) => item switch
    {
        Node node => new ResultRow(Node: node),
        Edge edge => new ResultRow(Edge: edge),
        TraversalPath path when path.All(step => step is Node) => new ResultRow(Path: [.. path.Cast<Node>()]),
        _ => new ResultRow(Value: ItemJson.ToValue(item)),
    };

    /// <summary>The rows of a whole result; of a graph its nodes, then its edges.</summary>
    internal static IEnumerable<ResultRow> Of(QueryResult result)
    {
        if (result.CustomRows is not null) throw new QueryException("The rows of this step cannot be streamed", 1, 1);
        foreach (var node in result.Nodes) yield return new ResultRow(Node: node);
        foreach (var edge in result.Edges) yield return new ResultRow(Edge: edge);
        foreach (var value in result.Values) yield return new ResultRow(Value: value);
        foreach (var path in result.Paths) yield return new ResultRow(Path: path);
    }
}
