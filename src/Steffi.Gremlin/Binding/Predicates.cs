namespace Steffi.Gremlin;

/// <summary>The predicates by name: how many arguments they take, and what they test.</summary>
internal static class Predicates
{
    /// <summary>Null for any number of arguments.</summary>
    private static readonly Dictionary<string, int?> Arities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["WITHIN"] = null,
        ["WITHOUT"] = null,
        ["METADATA"] = null,
        ["LT"] = 1,
        ["GT"] = 1,
        ["LTE"] = 1,
        ["GTE"] = 1,
        ["NE"] = 1,
        ["NEE"] = 1,
        ["REGEX"] = 1,
        ["IPV4RANGE"] = 1,
        ["IPV6RANGE"] = 1,
        ["INSIDE"] = 2,
        ["OUTSIDE"] = 2,
        ["BETWEEN"] = 2,
    };

    public static bool IsName(string name) => Arities.ContainsKey(name);

    /// <summary>The argument that a call stands for, its own arguments counted and, as far as they are known, checked.</summary>
    public static StepArgument Bind(CallSyntax call, IReadOnlyList<StepArgument> items, Func<string, QueryException> refuse)
    {
        var name = call.Name.ToUpperInvariant();
        if (!Arities.TryGetValue(name, out var arity)) throw refuse($"Unexpected token while parsing parameters, got: {call.Name}");
        if (arity is { } count && items.Count != count)
            throw refuse($"{(count == 1 ? "One parameter" : "Two parameters")} expected with {name}: {StepCall.Describe(items)}");
        if (name == "REGEX" && !items[0].MayBeText) throw refuse($"REGEX predicate expects a string as parameter, got: {call.Name}");
        if (name != "METADATA") return StepArgument.OfPredicate(call.Name, items);

        if (items.Count % 2 != 0) throw refuse($"slice must be defined by pair k,v: {StepCall.Describe(items)}");
        for (var i = 0; i < items.Count; i += 2)
        {
            if (!items[i].MayBeText) throw refuse("keys should be of string type");
        }

        return StepArgument.OfMetadata(items);
    }

    /// <summary>The test that a condition's right side asks for: a literal's equality, or the predicate.</summary>
    /// <exception cref="QueryException">The predicate's arguments are of types that it cannot take.</exception>
    public static ValueTest Compile(StepArgument argument, SourcePosition at) =>
        argument.Test ?? (argument.Kind == ArgumentKind.Predicate ? CompilePredicate(argument, at) : CompileLiteral(argument, at));

    /// <summary>Equality with a literal; a bool equals bools only.</summary>
    public static ValueTest CompileLiteral(StepArgument argument, SourcePosition at) =>
        argument is { Kind: ArgumentKind.Value, Value.Kind: ValueKind.Bool }
            ? new BoolEqualTest(argument.Value.AsBool())
            : CompileMember(argument, at);

    private static ValueTest CompilePredicate(StepArgument predicate, SourcePosition at)
    {
        var items = predicate.Items;
        var name = predicate.Name.ToUpperInvariant();
        return name switch
        {
            "NE" => new NotTest(CompileLiteral(items[0], at), matchesAbsent: false),
            "NEE" => new NotTest(CompileLiteral(items[0], at), matchesAbsent: true),
            "LT" => new CompareTest("<", ReadNumber(name, items[0], at)),
            "LTE" => new CompareTest("<=", ReadNumber(name, items[0], at)),
            "GT" => new CompareTest(">", ReadNumber(name, items[0], at)),
            "GTE" => new CompareTest(">=", ReadNumber(name, items[0], at)),
            "INSIDE" => new RangeTest(ReadNumber("Inside", items[0], at), ReadNumber("Inside", items[1], at), includesFrom: false),
            "BETWEEN" => new RangeTest(ReadNumber("Between", items[0], at), ReadNumber("Between", items[1], at), includesFrom: true),
            "OUTSIDE" => new OutsideTest(ReadNumber("Outside", items[0], at), ReadNumber("Outside", items[1], at)),
            "WITHIN" => new AnyTest([.. items.Select(item => CompileMember(item, at))]),
            "WITHOUT" => new NotTest(new AnyTest([.. items.Select(item => CompileMember(item, at))]), matchesAbsent: true),
            "REGEX" => items[0].IsText
                ? RegexTest.Read(items[0].Value.AsString(), at)
                : throw at.Error($"REGEX predicate expects a string as parameter, got: {items[0]}"),
            "IPV4RANGE" => items[0].IsText
                ? AddressRangeTest.Read(items[0].Value.AsString(), isV6: false, at)
                : throw at.Error("Ipv4Range value has to be a string"),
            _ => items[0].IsText
                ? AddressRangeTest.Read(items[0].Value.AsString(), isV6: true, at)
                : throw at.Error("Ipv6Range value has to be a string"),
        };
    }

    /// <summary>A member of Within or Without. There a bool counts as 1 or 0 among numbers, as in Skydive.</summary>
    private static ValueTest CompileMember(StepArgument argument, SourcePosition at)
    {
        if (argument.IsText) return new TextEqualTest(argument.Value.AsString());
        return argument.Kind == ArgumentKind.Value && Number.TryRead(argument.Value, out var number)
            ? new NumberEqualTest(number)
            : throw at.Error($"unable to cast {argument} of type {TypeName(argument)} to int64");
    }

    private static Number ReadNumber(string predicate, StepArgument argument, SourcePosition at) =>
        argument.Kind == ArgumentKind.Value && Number.TryRead(argument.Value, out var number)
            ? number
            : throw at.Error($"{predicate} values should be of int64 type");

    private static string TypeName(StepArgument argument) =>
        argument.Kind == ArgumentKind.Value ? argument.Value.Kind.ToString().ToLowerInvariant() : argument.Kind.ToString().ToLowerInvariant();
}
