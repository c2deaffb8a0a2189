using System.Collections.Frozen;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>The predicates by name, and how their arguments are read.</summary>
internal static class PredicateNames
{
    private static readonly FrozenDictionary<string, Func<object?[], Predicate>> Makers = new Dictionary<string, Func<object?[], Predicate>>
    {
        ["eq"] = given => new EqualPredicate(One(given)),
        ["neq"] = given => new EqualPredicate(One(given), isNegated: true),
        ["lt"] = given => new OrderPredicate(Comparison.Less, One(given)),
        ["lte"] = given => new OrderPredicate(Comparison.LessOrEqual, One(given)),
        ["gt"] = given => new OrderPredicate(Comparison.Greater, One(given)),
        ["gte"] = given => new OrderPredicate(Comparison.GreaterOrEqual, One(given)),
        ["inside"] = given => Both(given, Comparison.Greater, Comparison.Less),
        ["between"] = given => Both(given, Comparison.GreaterOrEqual, Comparison.Less),
        ["outside"] = given => new OrPredicate(
            new OrderPredicate(Comparison.Less, Two(given)[0]), new OrderPredicate(Comparison.Greater, Two(given)[1])),
        ["within"] = given => new MemberPredicate(Many(given), isNegated: false),
        ["without"] = given => new MemberPredicate(Many(given), isNegated: true),
        ["startingWith"] = given => new TextPredicate(TextComparison.StartingWith, Text(given), isNegated: false),
        ["notStartingWith"] = given => new TextPredicate(TextComparison.StartingWith, Text(given), isNegated: true),
        ["endingWith"] = given => new TextPredicate(TextComparison.EndingWith, Text(given), isNegated: false),
        ["notEndingWith"] = given => new TextPredicate(TextComparison.EndingWith, Text(given), isNegated: true),
        ["containing"] = given => new TextPredicate(TextComparison.Containing, Text(given), isNegated: false),
        ["notContaining"] = given => new TextPredicate(TextComparison.Containing, Text(given), isNegated: true),
        ["regex"] = given => Find(given, isNegated: false),
        ["notRegex"] = given => Find(given, isNegated: true),
        ["typeOf"] = TypeOf,
        ["not"] = given => One(given) is Predicate inner ? inner.Negated() : throw new StepFailure("not() takes a predicate"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsName(string name) => Makers.ContainsKey(name);

    /// <exception cref="StepFailure">The arguments do not fit.</exception>
    public static Predicate Make(string name, object?[] given) =>
        Makers.TryGetValue(name, out var make) ? make(given) : throw new StepFailure($"There is no predicate {name}");

    private static object? One(object?[] given) => given.Length == 1 ? given[0] : throw new StepFailure("The predicate takes one argument");

    private static object?[] Two(object?[] given) => given.Length == 2 ? given : throw new StepFailure("The predicate takes two arguments");

    private static object?[] Many(object?[] given) => given is [IEnumerable<object?> list] ? [.. list] : given;

    private static string? Text(object?[] given) => One(given) is null or string ? (string?)given[0] : throw new StepFailure("The predicate takes a string");

    private static AndPredicate Both(object?[] given, Comparison low, Comparison high) =>
        new(new OrderPredicate(low, Two(given)[0]), new OrderPredicate(high, given[1]));

    private static FindPredicate Find(object?[] given, bool isNegated)
    {
        try
        {
            return new FindPredicate(Text(given) ?? throw new StepFailure("The expression is null"), isNegated);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new StepFailure($"The regular expression is none, or needs more than linear time: {e.Message}");
        }
    }

    private static TypePredicate TypeOf(object?[] given) => One(given) switch
    {
        ValueType type => new TypePredicate(type),
        null => new TypePredicate(ValueType.Null),
        string name when Words.TryFindType(name, out var type) => new TypePredicate(type),
        var other => throw new StepFailure($"{Describe.Value(other)} is not a registered type"),
    };
}
