namespace Steffi.Gremlin;

/// <summary>A result as columns and rows of text, for people.</summary>
/// <param name="Columns">Headings, from left to right.</param>
/// <param name="Rows">One text a column; empty where a row has nothing.</param>
public sealed record ResultTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>What is shown of a node, where at least one row has it. The rest is in the JSON.</summary>
    private static readonly string[] NodeKeys = ["Name", "Type", "Driver", "State", "MAC", "MTU", "IPV4", "IPV6"];

    private static readonly string[] EdgeKeys = ["RelationType", "Type", "Name"];

    /// <summary>Makes the table of a result: a row an element, value or path; a graph's nodes, then its edges.</summary>
    /// <param name="result">A package's rows are shown as they say, else as JSON.</param>
    /// <returns>The table; without rows when the result is empty.</returns>
    public static ResultTable Of(QueryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Kind switch
        {
            ResultKind.Nodes => OfNodes(result.Nodes),
            ResultKind.Edges => OfEdges(result.Edges),
            ResultKind.Graph => OfGraph(result),
            ResultKind.Paths => new ResultTable(["Length", "Path"], [.. result.Paths.Select(path =>
                (string[])[(path.Count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture), string.Join(" > ", path.Select(NameOf))])]),
            ResultKind.Custom => result.CustomRows!.ToTable() ?? new ResultTable(["Result"], [(string[])[result.ToJson()]]),
            _ => OfValues(result.Values),
        };
    }

    private static ResultTable OfNodes(IReadOnlyList<Node> nodes)
    {
        var keys = NodeKeys.Where(key => nodes.Any(node => !node[key].IsNull)).ToArray();
        return new ResultTable(
            ["ID", .. keys, "Host"],
            [.. nodes.Select(node => (string[])[node.Id.ToString(), .. keys.Select(key => Show(node[key])), node.Host])]);
    }

    private static ResultTable OfEdges(IReadOnlyList<Edge> edges)
    {
        var keys = EdgeKeys.Where(key => edges.Any(edge => !edge[key].IsNull)).ToArray();
        return new ResultTable(
            ["ID", "Parent", "Child", .. keys, "Host"],
            [.. edges.Select(edge => (string[])
                [edge.Id.ToString(), edge.ParentId.ToString(), edge.ChildId.ToString(), .. keys.Select(key => Show(edge[key])), edge.Host])]);
    }

    private static ResultTable OfGraph(QueryResult result) => new(
        ["Kind", "ID", "Name", "Type", "Parent", "Child"],
        [
            .. result.Nodes.Select(node => (string[])["node", node.Id.ToString(), Show(node["Name"]), Show(node["Type"]), "", ""]),
            .. result.Edges.Select(edge => (string[])
                ["edge", edge.Id.ToString(), Show(edge["Name"]), Show(edge["RelationType"]), edge.ParentId.ToString(), edge.ChildId.ToString()]),
        ]);

    private static ResultTable OfValues(IReadOnlyList<MetadataValue> values)
    {
        if (values.Count == 0 || values.Any(value => value.Kind != ValueKind.Map))
            return new ResultTable(["Value"], [.. values.Select(value => (string[])[Show(value)])]);
        var keys = values.SelectMany(value => value.AsMap().Select(pair => pair.Key)).Distinct().ToArray();
        return new ResultTable(keys, [.. values.Select(value => keys.Select(key => value.AsMap().TryGetWhole(key, out var held) ? Show(held) : "").ToArray())]);
    }

    private static string Show(MetadataValue value) => value.Kind switch
    {
        ValueKind.Null => "",
        ValueKind.List => string.Join(" ", value.AsList()),
        _ => value.ToString(),
    };

    private static string NameOf(Node node) => node["Name"] is { Kind: ValueKind.String } name ? name.AsString() : node.Id.ToString();
}
