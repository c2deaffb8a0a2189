namespace Steffi.Gremlin.TinkerPop;

/// <summary>A traversal asked of a graph in parts: what each part is asked, and the steps that make one of their answers.</summary>
/// <remarks>
/// <code>
/// V().count()                                    =>  a part: V().count()                       merging: add up
/// V().groupCount().by('Type').order(local)       =>  a part: V().groupCount().by('Type')       merging: add up groups -> order
/// V().group().by('Type').by(values('MTU').max()) =>  the same                                  merging: the greatest of each group
/// V().order().by('Name').limit(3)                =>  the same                                  merging: order -> limit
/// </code>
/// </remarks>
internal sealed class TraversalParts
{
    /// <summary>Steps that must see all rows.</summary>
    private static readonly HashSet<string> SeeAll =
        ["count", "sum", "min", "max", "mean", "fold", "dedup", "order", "limit", "range", "skip", "tail", "group", "groupCount"];

    /// <summary>Steps that would give something else in each part than in the whole, and that no merging makes good.</summary>
    private static readonly HashSet<string> Whole =
        ["inject", "aggregate", "cap", "subgraph", "tree", "sample", "coin", "fail", "sack", "explain", "profile", "next", "tryNext"];

    /// <summary>What may follow the merging: it asks for no more than the merged rows.</summary>
    private static readonly HashSet<string> Afterwards =
    [
        .. SeeAll, "unfold", "select", "project", "values", "valueMap", "elementMap", "id", "label", "key", "value", "is", "has", "hasLabel", "hasNot", "constant", "identity",
        "math", "asString",
    ];

    private static readonly HashSet<string> Modulators = ["by", "as", "with", "option"];

    private readonly LabelKeys _labels;
    private readonly Traversal _merging;

    private TraversalParts(GremlinQuery part, LabelKeys labels, Traversal merging)
    {
        (Part, _labels, _merging) = (part, labels, merging);
    }

    public GremlinQuery Part { get; }

    public string Merging => string.Join(" -> ", _merging.Steps.Select(step => step.Name));

    /// <exception cref="QueryException">It cannot be asked in parts.</exception>
    public static TraversalParts Of(TraversalSyntax syntax, GremlinDialect dialect, IReadOnlyDictionary<string, MetadataValue> parameters)
    {
        // Errors of the query itself come first.
        var plan = SourceBinder.Bind(syntax, dialect, parameters);
        var links = ((ChainSyntax)syntax).Links.ToList();
        if (links[^1].Name is "toList" or "toSet" or "toBulkSet") links.RemoveAt(links.Count - 1);
        if (links.Find(link => Whole.Contains(link.Name)) is { } whole) throw Refuse(whole);
        if (plan.Mutates) throw Refuse(links[1]);
        var at = links.FindIndex(link => SeeAll.Contains(link.Name) && !IsLocal(link));
        if (at < 0) at = links.Count;
        var after = links.Skip(at).ToList();
        if (after.Find(link => !Afterwards.Contains(link.Name) && !Modulators.Contains(link.Name)) is { } late) throw Refuse(late);

        var first = after.Take(1 + after.Skip(1).TakeWhile(link => Modulators.Contains(link.Name)).Count()).ToList();
        var rest = after.Skip(first.Count).ToList();
        var expressions = new ExpressionBinder(dialect, parameters);
        var binder = new TraversalBinder(dialect, expressions);
        var merging = first.Count == 0 ? [] : Merge(first, binder.Bind(first, isSource: true).Steps[0]);
        foreach (var step in merging) step.At = first[0].At;
        if (rest.Count > 0) merging.AddRange(binder.Bind(rest, isSource: true).Steps);
        List<LinkSyntax> sent = [.. links.Take(at), .. Sent(first, rest)];
        return new TraversalParts(GremlinQuery.Parse(new TraversalText(parameters).Of(sent), dialect), dialect.Labels!, new Traversal(merging));
    }

    public QueryResult Merge(IReadOnlyList<QueryResult> answers, QueryOptions options, CancellationToken cancel)
    {
        var view = answers[0].View;
        var at = _merging.Steps.FirstOrDefault()?.At ?? new SourcePosition(1, 1);
        var budget = new Budget(options, cancel) { At = at };
        var source = new InjectStep([.. answers.SelectMany(answer => answer.Items).Select(Taken)]) { Name = "concatenate", At = at, IsFirst = true, IsSource = true };
        List<Step> steps = [source, .. _merging.Steps];
        var items = TraversalQuery.RunOnRows(new TraversalPlan { Root = new Traversal(steps), Paths = PathMode.None, Labels = _labels }, view, budget);
        return new QueryResult(view, items, budget, answers.Select(answer => answer.Limit).FirstOrDefault(limit => limit is not null));
    }

    /// <summary>The steps that make one of what the parts gave.</summary>
    private static List<Step> Merge(List<LinkSyntax> links, Step step)
    {
        switch (step)
        {
            case CountStep:
                return [Named(new AggregationStep(Aggregation.Sum), "add up")];
            case AggregationStep { Aggregation: Aggregation.Mean }:
                return [Named(new CountedValuesStep(), "values by their counts"), step];
            case AggregationStep aggregation:
                return [Named(new AggregationStep(aggregation.Aggregation), NameOf(aggregation.Aggregation))];
            case FoldStep { HasSeed: false }:
                return [new UnfoldStep { Name = "concatenate" }, step];
            case GroupCountStep:
                return [Named(new GroupMergeStep(Aggregation.Sum), "add up groups")];
            case GroupStep { Bys: var bys }:
                return [Of(bys.Count > 1 ? bys[1] : By.Identity, links[0])];
            case DedupStep or OrderStep or RangeStep or TailStep:
                return [step];
            default:
                throw Refuse(links[0]);
        }
    }

    private static Step Of(By values, LinkSyntax link) => values.Traversal switch
    {
        null or { Steps: [.., FoldStep { HasSeed: false }] } => Named(new GroupMergeStep(null), "concatenate groups"),
        { Steps: [.., CountStep or AggregationStep { Aggregation: Aggregation.Sum }] } => Named(new GroupMergeStep(Aggregation.Sum), "add up groups"),
        { Steps: [.., AggregationStep { Aggregation: not Aggregation.Mean and var how }] } => Named(new GroupMergeStep(how), $"{NameOf(how)} of groups"),
        _ => throw Refuse(link),
    };

    /// <summary>What a part does of it: rows that it can drop by itself need not travel.</summary>
    private static IEnumerable<LinkSyntax> Sent(List<LinkSyntax> first, List<LinkSyntax> rest)
    {
        if (first.Count == 0) return [];
        // Means of parts make no mean, and sums would be rounded: each value travels once, with how often it stands.
        if (first[0].Name == "mean") return [new LinkSyntax("groupCount", [], first[0].At)];
        if (Cut(first[0]) is { } cut) return cut;
        return first[0].Name == "order" && rest.Count > 0 && Cut(rest[0]) is { } top ? [.. first, .. top] : first;
    }

    /// <summary>The rows that a range could keep; null for no range.</summary>
    private static LinkSyntax[]? Cut(LinkSyntax link)
    {
        if (IsLocal(link) || link.Arguments is not { } given) return null;
        return link.Name switch
        {
            "limit" or "tail" => [link],
            "range" when given is [_, { Value: ConstantSyntax { Value: not (-1 or -1L) } }] => [new LinkSyntax("limit", [given[1]], link.At)],
            "range" or "skip" => [],
            _ => null,
        };
    }

    private static bool IsLocal(LinkSyntax link) => link.Arguments is [{ Value: ChainSyntax { Links: [.., { Name: "local", Arguments: null }] } }, ..];

    private static QueryException Refuse(LinkSyntax link) => new($"{link.Name}() cannot be asked in parts", link.At.Line, link.At.Column);

    private static string NameOf(Aggregation aggregation) => aggregation switch
    {
        Aggregation.Min => "the least",
        Aggregation.Max => "the greatest",
        _ => "add up",
    };

    private static Step Named(Step step, string name)
    {
        step.Name = name;
        return step;
    }

    /// <summary>A result's item as steps have it.</summary>
    private static object? Taken(object? item) => item switch
    {
        Node node => new Vertex(node),
        Edge edge => new EdgeElement(edge),
        TraversalMap map => new TraversalMap(map.Select(pair => KeyValuePair.Create(Taken(pair.Key), Taken(pair.Value)))),
        HashSet<object?> set => new TraversalSet(set.Select(Taken)),
        TraversalPath path => path.With(Taken),
        List<object?> list => list.ConvertAll(Taken),
        _ => item,
    };
}
