using System.Globalization;

namespace Steffi.Gremlin;

/// <summary>A row of a watched result with what tells it from others and what tells that it changed.</summary>
internal sealed record WatchedRow(string Key, Node? Node = null, Edge? Edge = null, MetadataValue? Value = null, IReadOnlyList<Node>? Path = null)
{
    public static Dictionary<string, WatchedRow> Read(QueryResult result)
    {
        var rows = new Dictionary<string, WatchedRow>(StringComparer.Ordinal);
        foreach (var node in result.Nodes) Add(rows, new WatchedRow($"n{node.Id}", Node: node));
        foreach (var edge in result.Edges) Add(rows, new WatchedRow($"e{edge.Id}", Edge: edge));
        foreach (var path in result.Paths) Add(rows, new WatchedRow($"p{string.Join(" ", path.Select(node => node.Id))}", Path: path));
        if (result.Kind == ResultKind.Value) Add(rows, new WatchedRow("v", Value: result.Value));
        else foreach (var value in result.Values) Add(rows, new WatchedRow($"v{value.Kind}{value}", Value: value));
        return rows;
    }

    /// <summary>Deletions first, so that what replaces something comes after it.</summary>
    public static IEnumerable<ResultChange> Compare(Dictionary<string, WatchedRow> before, Dictionary<string, WatchedRow> now)
    {
        foreach (var (key, row) in before)
        {
            if (!now.ContainsKey(key)) yield return row.As(ChangeKind.Deleted);
        }

        foreach (var (key, row) in now)
        {
            if (!before.TryGetValue(key, out var old)) yield return row.As(ChangeKind.Added);
            else if (row.IsChangeOf(old)) yield return row.As(ChangeKind.Updated);
        }
    }

    public ResultChange As(ChangeKind kind) => new(kind, Node, Edge, Value, Path);

    private bool IsChangeOf(WatchedRow old)
    {
        if (Node is { } node) return !node.Equals(old.Node!.Value);
        if (Edge is { } edge) return !edge.Equals(old.Edge!.Value);
        return Value is { } value && !value.Equals(old.Value!.Value);
    }

    /// <summary>Equal rows are told apart by their number.</summary>
    private static void Add(Dictionary<string, WatchedRow> rows, WatchedRow row)
    {
        var key = row.Key;
        for (var copy = 2; !rows.TryAdd(key, row); copy++) key = $"{row.Key} #{copy.ToString(CultureInfo.InvariantCulture)}";
    }
}
