namespace Steffi.Gremlin.TinkerPop;

/// <summary>Steps on texts, numbers, dates and lists.</summary>
internal static class ValueTable
{
    public static IReadOnlyDictionary<string, Func<Arguments, Step>> Steps { get; } = new Dictionary<string, Func<Arguments, Step>>
    {
        ["asString"] = given => new AsStringStep(FilterTable.IsLocal(given)),
        ["asNumber"] = AsNumber,
        ["asBool"] = _ => new AsBoolStep(),
        ["asDate"] = _ => new AsDateStep(),
        ["dateAdd"] = given => new DateAddStep(given.Try<DateUnit>(out var unit) ? unit : throw given.Expecting("a unit of time"), given.Integer()),
        ["dateDiff"] = given => given.Try<Traversal>(out var traversal) ? new DateDiffStep(null, traversal) : new DateDiffStep(given.Any(), null),
        ["length"] = given => Text(given, text => text.Length),
        ["toLower"] = given => Text(given, text => text.ToLowerInvariant()),
        ["toUpper"] = given => Text(given, text => text.ToUpperInvariant()),
        ["trim"] = given => Text(given, text => text.Trim()),
        ["lTrim"] = given => Text(given, text => text.TrimStart()),
        ["rTrim"] = given => Text(given, text => text.TrimEnd()),
        ["replace"] = Replace,
        ["split"] = Split,
        ["substring"] = Substring,
        ["reverse"] = _ => new ReverseStep(),
        ["concat"] = given => given.Is<Traversal>() ? new ConcatStep(given.Traversals(), []) : new ConcatStep([], given.Texts()),
        ["format"] = given => new FormatStep(given.TextOrNull() ?? throw given.Refuse("Format string for Format step can't be null.")),
        ["conjoin"] = given => new ConjoinStep(given.TextOrNull() ?? throw given.Refuse("Input delimiter to conjoin step can't be null")),
        ["combine"] = given => List(given, ListOperation.Combine),
        ["difference"] = given => List(given, ListOperation.Difference),
        ["disjunct"] = given => List(given, ListOperation.Disjunct),
        ["intersect"] = given => List(given, ListOperation.Intersect),
        ["merge"] = given => List(given, ListOperation.Merge),
        ["product"] = given => List(given, ListOperation.Product),
    };

    private static TextStep Text(Arguments given, Func<string, object?> change) => new(given.Name, FilterTable.IsLocal(given), change);

    private static TextStep Replace(Arguments given)
    {
        var isLocal = FilterTable.IsLocal(given);
        string? old = given.TextOrNull(), next = given.TextOrNull();
        return new TextStep(given.Name, isLocal, text => old is null || next is null ? text : Texts.Replace(text, old, next));
    }

    private static TextStep Split(Arguments given)
    {
        var isLocal = FilterTable.IsLocal(given);
        var separator = given.TextOrNull();
        return new TextStep(given.Name, isLocal, text => Texts.Split(text, separator));
    }

    private static TextStep Substring(Arguments given)
    {
        var isLocal = FilterTable.IsLocal(given);
        var start = given.Integer();
        long? end = given.Count > 0 ? given.Integer() : null;
        return new TextStep(given.Name, isLocal, text => Texts.Substring(text, start, end));
    }

    private static ListStep List(Arguments given, ListOperation operation) =>
        given.Try<Traversal>(out var traversal) ? new ListStep(operation, null, traversal) : new ListStep(operation, given.Any(), null);

    private static AsNumberStep AsNumber(Arguments given)
    {
        if (!given.Try<ValueType>(out var type)) return new AsNumberStep(NumberKind.None);
        return new AsNumberStep(type switch
        {
            ValueType.Byte => NumberKind.Byte,
            ValueType.Short => NumberKind.Short,
            ValueType.Int => NumberKind.Int,
            ValueType.Long => NumberKind.Long,
            ValueType.BigInt => NumberKind.BigInt,
            ValueType.Float => NumberKind.Float,
            ValueType.Double => NumberKind.Double,
            ValueType.BigDecimal => NumberKind.BigDecimal,
            ValueType.Number => NumberKind.None,
            _ => throw given.Refuse($"asNumber() requires a numeric type token, got {type.ToString().ToUpperInvariant()}"),
        });
    }
}
