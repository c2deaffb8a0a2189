namespace Steffi.Gremlin.TinkerPop;

internal static class FilterTable
{
    public static IReadOnlyDictionary<string, Func<Arguments, Step>> Steps { get; } = new Dictionary<string, Func<Arguments, Step>>
    {
        ["has"] = Has,
        ["hasNot"] = given => new HasKeyPresentStep(given.TextOrNull(), wanted: false),
        ["hasLabel"] = given => new HasTokenStep(ElementToken.Label, given.Predicate()),
        ["hasId"] = given => new HasTokenStep(ElementToken.Id, given.Try<Predicate>(out var predicate) ? predicate : new MemberPredicate(given.Ids(), isNegated: false)),
        ["hasKey"] = given => new HasTokenStep(ElementToken.Key, given.Predicate()),
        ["hasValue"] = given => new HasTokenStep(ElementToken.Value, given.Predicate()),
        ["is"] = given => new IsStep(given.Try<Predicate>(out var predicate) ? predicate : new EqualPredicate(given.Any())),
        ["where"] = Where,
        ["filter"] = given => given.Try<Predicate>(out var predicate) ? new IsStep(predicate) : new TraversalFilterStep(given.Traversal()),
        ["not"] = given => new TraversalFilterStep(given.Traversal(), isNegated: true),
        ["and"] = given => new AndStep(given.Traversals()),
        ["or"] = given => new OrStep(given.Traversals()),
        ["all"] = given => new ItemsStep(PredicateOf(given), ItemsStep.Quantity.All),
        ["any"] = given => new ItemsStep(PredicateOf(given), ItemsStep.Quantity.Any),
        ["none"] = given => given.Count == 0 ? new DiscardStep() : new ItemsStep(PredicateOf(given), ItemsStep.Quantity.None),
        ["coin"] = given => new CoinStep(given.Number()),
        ["discard"] = _ => new DiscardStep(),
        ["drop"] = _ => new DropStep(),
        ["simplePath"] = _ => new PathFilterStep(wantsSimple: true),
        ["cyclicPath"] = _ => new PathFilterStep(wantsSimple: false),
        ["dedup"] = Dedup,
        ["range"] = given => IsLocal(given) ? Range(given, given.Integer(), given.Integer(), isLocal: true) : Range(given, given.Integer(), given.Integer(), isLocal: false),
        ["limit"] = given => IsLocal(given) ? Range(given, 0, given.Integer(), isLocal: true) : Range(given, 0, given.Integer(), isLocal: false),
        ["skip"] = given => IsLocal(given) ? Range(given, given.Integer(), -1, isLocal: true) : Range(given, given.Integer(), -1, isLocal: false),
        ["tail"] = given => IsLocal(given) ? new RangeLocalStep(0, OneOr(given), fromEnd: true) : new TailStep(OneOr(given)),
        ["sample"] = given => IsLocal(given) ? new SampleLocalStep((int)given.Integer()) : new SampleStep((int)given.Integer()),
        ["timeLimit"] = given => new TimeLimitStep(given.Integer()),
    };

    /// <summary>Takes a scope if one comes first.</summary>
    public static bool IsLocal(Arguments given) => given.Try<StepScope>(out var scope) && scope == StepScope.Local;

    private static long OneOr(Arguments given) => given.Count > 0 ? given.Integer() : 1;

    private static Predicate PredicateOf(Arguments given) => given.Try<Predicate>(out var predicate) ? predicate : throw given.Expecting("a predicate");

    private static Step Dedup(Arguments given)
    {
        var isLocal = IsLocal(given);
        var names = given.Names();
        // Labels name places of the path: the items of a collection have none.
        return isLocal ? new DedupLocalStep() : new DedupStep(names);
    }

    private static Step Range(Arguments given, long low, long high, bool isLocal)
    {
        if (high != -1 && low > high) throw given.Refuse($"Not a legal range: [{low}, {high}]");
        return isLocal ? new RangeLocalStep(low, high, fromEnd: false) : new RangeStep(low, high);
    }

    private static Step Has(Arguments given)
    {
        if (given.Try<ElementToken>(out var token)) return WithToken(given, token);
        if (given.Count == 3)
        {
            var label = given.TextOrNull();
            var key = given.TextOrNull();
            return new BothStep(new HasTokenStep(ElementToken.Label, new EqualPredicate(label)), WithKey(given, key));
        }

        var only = given.TextOrNull();
        if (given.Count > 0) return WithKey(given, only);
        return new HasKeyPresentStep(only, wanted: true);
    }

    private static HasTokenStep WithToken(Arguments given, ElementToken token) => new(token, given.Predicate());

    /// <summary>A traversal is a value like any other here, and one that no property has.</summary>
    private static HasStep WithKey(Arguments given, string? key) => new(key, given.Try<Predicate>(out var predicate) ? predicate : new EqualPredicate(given.Any()));

    private static Step Where(Arguments given)
    {
        if (given.Try<string>(out var start)) return new WherePredicateStep(start, PredicateOf(given));
        if (given.Try<Predicate>(out var predicate)) return new WherePredicateStep(null, predicate);
        var condition = given.Traversal();
        WhereLabels.Bind(condition);
        return new TraversalFilterStep(condition);
    }
}
