namespace Steffi.Gremlin.TinkerPop;

/// <summary>What an expression means: a value, a constant, a predicate or a traversal.</summary>
internal sealed class ExpressionBinder(GremlinDialect dialect, IReadOnlyDictionary<string, MetadataValue>? parameters)
{
    public object? Bind(TraversalSyntax syntax) => syntax switch
    {
        ConstantSyntax constant => constant.Value,
        ListSyntax list => list.Items.Select(Bind).ToList(),
        SetSyntax set => new TraversalSet(set.Items.Select(Bind)),
        MapSyntax map => new TraversalMap(map.Entries.Select(entry => KeyValuePair.Create(Bind(entry.Key), Bind(entry.Value)))),
        _ => BindChain((ChainSyntax)syntax),
    };

    public Arguments BindArguments(LinkSyntax link)
    {
        if (link.Arguments is null) throw Unfit(link, $"'{link.Name}' is a step and takes parentheses", "'('");
        foreach (var argument in link.Arguments)
        {
            if (argument.Name is not null) throw Unfit(link, $"{link.Name}() takes no named argument", "a value");
        }

        return new Arguments(
            link.Name, link.At, [.. link.Arguments.Select(argument => IsType(link.Name, argument.Value, out var type) ? type : Bind(argument.Value))],
            [.. link.Arguments.Select(argument => argument.Value.At)]);
    }

    /// <summary>Where a type is expected its word alone is enough, also one that means something else elsewhere: <c>typeOf(LIST)</c>.</summary>
    private static bool IsType(string call, TraversalSyntax syntax, out ValueType type)
    {
        type = default;
        return call is "typeOf" or "asNumber" && syntax is ChainSyntax chain && chain.IsWord(out var word) && Enum.TryParse(word, ignoreCase: true, out type)
            && word.All(char.IsAsciiLetter);
    }

    private object? BindChain(ChainSyntax chain)
    {
        if (chain.IsWord(out var word)) return BindWord(chain, word);
        if (chain.IsQualified(out var owner, out var name))
            return Words.TryFind(owner, name, out var value) ? value : throw Unfit(chain.Links[0], $"There is no constant {owner}.{name}", "a constant");
        var first = chain.Links[0];
        if (first.Name is "P" or "TextP" && first.Arguments is null) return BindPredicate(chain.Links.Skip(1));
        if (first.Name is "__" && first.Arguments is null) return new TraversalBinder(dialect, this).BindNested(chain.Links.Skip(1));
        if (first.Name is "Cardinality" or "VertexProperty" && first.Arguments is null) return BindQualifiedValue(chain);
        if (first.Arguments is null) throw Unfit(first, $"'{first.Name}' is no traversal and no predicate", "a traversal or a predicate");
        return BindCall(chain, first);
    }

    private object? BindWord(ChainSyntax chain, string word)
    {
        if (Words.TryFind(word, out var constant)) return constant;
        if (parameters is not null && parameters.TryGetValue(word, out var value)) return TypedValue.Read(value);
        throw Unfit(chain.Links[0], $"'{word}' is no constant, and no parameter has the name", "a constant or a parameter");
    }

    private object? BindCall(ChainSyntax chain, LinkSyntax first)
    {
        var isAlone = chain.Links.Count == 1;
        switch (first.Name)
        {
            case "datetime" or "DateTime" when isAlone:
                var text = BindArguments(first);
                return text.Count == 0 ? DateTimeOffset.UtcNow
                    : Dates.TryParse(text.Text(), out var time) ? time : throw Unfit(first, "no date can be read: write it as 2023-08-02T00:00:00Z", "a date");
            case "UUID" when isAlone:
                var id = BindArguments(first);
                return id.Count == 0 ? Guid.NewGuid() : Guid.TryParse(id.Text(), out var guid) ? guid : throw Unfit(first, "no UUID can be read", "a UUID");
            case "single" or "list" or "set" when isAlone:
                return new CardinalityValue(Enum.Parse<Cardinality>(first.Name, ignoreCase: true), BindArguments(first).Any());
        }

        // not(P) is a predicate, not(traversal) a step.
        if (PredicateNames.IsName(first.Name) && (first.Name != "not" || first.Arguments is [var only, ..] && IsPredicate(only.Value))) return BindPredicate(chain.Links);
        return new TraversalBinder(dialect, this).BindNested(chain.Links);
    }

    private static bool IsPredicate(TraversalSyntax syntax) => syntax is ChainSyntax { Links: [var first, ..] } && (first is { Name: "P" or "TextP", Arguments: null }
        || first.Arguments is not null && PredicateNames.IsName(first.Name) && (first.Name != "not" || first.Arguments.Count == 1 && IsPredicate(first.Arguments[0].Value)));

    private object BindQualifiedValue(ChainSyntax chain)
    {
        var last = chain.Links[^1];
        if (last.Arguments is not null && Words.TryFind("Cardinality", last.Name, out var cardinality))
            return new CardinalityValue((Cardinality)cardinality, BindArguments(last).Any());
        return Words.TryFind("Cardinality", last.Name, out cardinality) ? cardinality : throw Unfit(last, $"There is no cardinality {last.Name}", "single, list or set");
    }

    private Predicate BindPredicate(IEnumerable<LinkSyntax> links)
    {
        Predicate? predicate = null;
        foreach (var link in links)
        {
            var given = BindArguments(link);
            predicate = (predicate, link.Name) switch
            {
                (null, _) => Make(link, given),
                ({ } left, "and") => new AndPredicate(left, Other(given)),
                ({ } left, "or") => new OrPredicate(left, Other(given)),
                ({ } left, "negate") => left.Negated(),
                _ => throw Unfit(link, $"A predicate goes on with and(), or() or negate(), not with {link.Name}", "and, or or negate"),
            };
        }

        return predicate!;
    }

    private static Predicate Make(LinkSyntax link, Arguments given)
    {
        try
        {
            return PredicateNames.Make(link.Name, given.Rest());
        }
        catch (StepFailure failure)
        {
            throw Unfit(link, failure.Message, "a predicate and what it takes");
        }
    }

    private static Predicate Other(Arguments given) => given.Try<Predicate>(out var predicate) ? predicate : throw given.Expecting("a predicate");

    public static QuerySyntaxException Unfit(LinkSyntax link, string reason, string expected) => new(reason, link.At.Line, link.At.Column, link.Name, expected);
}
