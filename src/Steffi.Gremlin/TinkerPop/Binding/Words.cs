using System.Collections.Frozen;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>The constants of the language: <c>Order.desc</c>, and <c>desc</c> where the word alone says enough.</summary>
internal static class Words
{
    /// <summary>What valueMap() and index() are configured with: the language's own values.</summary>
    private static readonly (string Name, object Value)[] Options =
    [
        ("tokens", ValueMapStep.TokensKey), ("none", 0), ("ids", 1), ("labels", 2), ("keys", 4), ("values", 8), ("all", ValueMapStep.AllTokens),
        ("indexer", IndexStep.IndexerKey), ("list", 0), ("map", 1),
    ];

    /// <summary>What io() is configured with.</summary>
    private static readonly (string Name, object Value)[] FileOptions =
    [
        ("reader", IoStep.ReaderKey), ("writer", IoStep.WriterKey), ("registry", "~tinkerpop.io.registry"),
        ("graphson", "graphson"), ("graphml", "graphml"), ("gryo", "gryo"),
    ];

    private static readonly string[] QualifiedOnly = ["GType.", "WithOptions.", "IO."];

    private static readonly FrozenDictionary<string, object> Qualified = All().ToFrozenDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Alone, values of the first owner win: <c>keys</c> and <c>values</c> are columns, <c>and</c> and <c>sum</c> operators.</summary>
    private static readonly FrozenDictionary<string, object> Bare = All()
        .Where(pair => !QualifiedOnly.Any(owner => pair.Name.StartsWith(owner, StringComparison.Ordinal)))
        .DistinctBy(pair => pair.Name[(pair.Name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        .ToFrozenDictionary(pair => pair.Name[(pair.Name.IndexOf('.', StringComparison.Ordinal) + 1)..], pair => pair.Value, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ValueType> Types = Enum.GetValues<ValueType>().Select(type => KeyValuePair.Create(type.ToString(), type))
        .Concat([new("Integer", ValueType.Int), new("BigInteger", ValueType.BigInt), new("OffsetDateTime", ValueType.DateTime), new("VertexProperty", ValueType.VProperty)])
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A constant in full, as <c>Order.desc</c>.</summary>
    public static string NameOf(Enum word) => Qualified.FirstOrDefault(pair => pair.Value.Equals(word)).Key ?? word.ToString();

    public static bool TryFind(string owner, string word, out object value) => Qualified.TryGetValue($"{owner}.{word}", out value!);

    public static bool TryFind(string word, out object value) => Bare.TryGetValue(word, out value!);

    /// <summary>A type by its token's name, or as errors name it: INT and Integer.</summary>
    public static bool TryFindType(string name, out ValueType type) => Types.TryGetValue(name, out type);

    private static IEnumerable<(string Name, object Value)> All()
    {
        foreach (var order in Enum.GetValues<SortOrder>()) yield return ("Order." + Camel(order), order);
        foreach (var token in Enum.GetValues<ElementToken>()) yield return ("T." + Camel(token), token);
        foreach (var column in Enum.GetValues<Column>()) yield return ("Column." + Camel(column), column);
        foreach (var scope in Enum.GetValues<StepScope>()) yield return ("Scope." + Camel(scope), scope);
        foreach (var pop in Enum.GetValues<Pop>()) yield return ("Pop." + Camel(pop), pop);
        foreach (var direction in Enum.GetValues<EdgeDirection>()) yield return ("Direction." + direction.ToString().ToUpperInvariant(), direction);
        yield return ("Direction.from", EdgeDirection.Out);
        yield return ("Direction.to", EdgeDirection.In);
        foreach (var cardinality in Enum.GetValues<Cardinality>()) yield return ("Cardinality." + Camel(cardinality), cardinality);
        foreach (var cardinality in Enum.GetValues<Cardinality>()) yield return ("VertexProperty.Cardinality." + Camel(cardinality), cardinality);
        foreach (var merge in Enum.GetValues<MergeOption>()) yield return ("Merge." + Camel(merge), merge);
        foreach (var pick in Enum.GetValues<PickOption>()) yield return ("Pick." + Camel(pick), pick);
        foreach (var reducer in Enum.GetValues<SackOperator>()) yield return ("Operator." + Camel(reducer), reducer);
        yield return ("Barrier.normSack", BarrierKind.NormSack);
        foreach (var unit in Enum.GetValues<DateUnit>()) yield return ("DT." + Camel(unit), unit);
        foreach (var type in Enum.GetValues<ValueType>())
        {
            yield return ("GType." + type.ToString().ToUpperInvariant(), type);
            yield return ("GType." + type.ToString().ToLowerInvariant(), type);
        }

        foreach (var (name, value) in Options) yield return ("WithOptions." + name, value);
        foreach (var (name, value) in FileOptions) yield return ("IO." + name, value);
    }

    private static string Camel(Enum value) => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];
}
