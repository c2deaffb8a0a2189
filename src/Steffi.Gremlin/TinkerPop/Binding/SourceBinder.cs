namespace Steffi.Gremlin.TinkerPop;

/// <summary>A whole query: <c>g</c>, what configures it (<c>withSack</c>, strategies), its steps, and a terminal call as <c>next()</c>.</summary>
internal static class SourceBinder
{
    private static readonly string[] Terminals = ["next", "toList", "toSet", "toBulkSet", "iterate", "hasNext", "tryNext", "explain", "profile"];

    /// <exception cref="QuerySyntaxException">The text is a tree, but no traversal.</exception>
    public static TraversalPlan Bind(TraversalSyntax syntax, GremlinDialect dialect, IReadOnlyDictionary<string, MetadataValue>? parameters)
    {
        if (syntax is not ChainSyntax { Links: [{ Name: "g", Arguments: null }, _, ..] links })
            throw new QuerySyntaxException("A traversal starts with g and a step, as g.V()", syntax.At.Line, syntax.At.Column, "", "g");
        var expressions = new ExpressionBinder(dialect, parameters);
        var source = new SourceOptions(expressions);
        var at = 1;
        while (at < links.Count && source.TryRead(links[at])) at++;
        var end = links.Count;
        string? terminal = null;
        if (end > at && Array.IndexOf(Terminals, links[end - 1].Name) >= 0 && links[end - 1].Arguments is { } given && (given.Count == 0 || links[end - 1].Name == "next"))
            terminal = links[--end].Name;
        if (at >= end) throw ExpressionBinder.Unfit(links[^1], "The traversal has no step", "a step");
        var root = new TraversalBinder(dialect, expressions).Bind(links.Take(end).Skip(at), isSource: true);
        if (terminal == "next" && links[end].Arguments is { Count: > 0 })
        {
            var count = expressions.BindArguments(links[end]);
            root.Steps.Add(new RangeStep(0, count.Integer()) { Name = terminal, At = links[end].At });
            count.End();
            terminal = "toList";
        }

        if (terminal == "toSet") root.Steps.Add(new DedupStep([]) { Name = terminal, At = links[^1].At });
        if (terminal == "iterate") root.Steps.Add(new DiscardStep { Name = terminal, At = links[^1].At });
        if (terminal == "hasNext") root.Steps.AddRange([new RangeStep(0, 1) { Name = terminal }, new CountStep { Name = terminal }, new AsBoolStep { Name = terminal }]);
        return source.Plan(root, dialect, terminal switch
        {
            "next" or "tryNext" => Terminal.First,
            "explain" => Terminal.Plan,
            "profile" => Terminal.Profile,
            _ => Terminal.All,
        });
    }
}
