namespace Steffi.Gremlin;

/// <summary>
/// What a step demands of an element, compiled once a plan. Hot: one virtual call an element and condition, no allocation
/// (benchmarks: Gremlin/HasRegexCount).
/// </summary>
internal abstract class Condition
{
    public abstract bool Test(in Node node);

    public abstract bool Test(in Edge edge);

    /// <summary>For maps that ValueMap made.</summary>
    public abstract bool Test(Metadata map);

    /// <summary>The conditions that must all hold, this one included.</summary>
    public virtual IEnumerable<Condition> Conjuncts => [this];

    public static Condition Of(Field field, ValueTest test)
    {
        if (field.Path is null) return new FieldCondition(field, test);
        if (test is PresentTest or AbsentTest) return new PresenceCondition(field, test);
        return test.PrefersText ? new TextCondition(field, test) : new FieldCondition(field, test);
    }

    public static Condition All(IEnumerable<Condition> conditions) =>
        conditions.SelectMany(condition => condition.Conjuncts).ToArray() is [var single] ? single : new AllCondition([.. conditions.SelectMany(condition => condition.Conjuncts)]);

    public static Condition And(Condition? first, Condition second) => first is null ? second : All([first, second]);

    /// <summary>A step's arguments as one condition; null when there are none.</summary>
    public static Condition? Read(StepCall call, bool either = false)
    {
        var pairs = call.Arguments.Count == 0 ? [] : call.ReadConditions();
        var conditions = pairs.Select(pair => Of(Field.Of(pair.Key), pair.Test)).ToArray();
        return conditions.Length switch
        {
            0 => null,
            1 => conditions[0],
            _ => either ? new AnyCondition(conditions) : new AllCondition(conditions),
        };
    }
}

internal class FieldCondition(Field source, ValueTest test) : Condition
{
    public Field Field => source;

    public ValueTest ValueTest => test;

    public override bool Test(in Node node) => source.TryRead(node, out var value) ? test.Matches(value) : test.MatchesAbsent;

    public override bool Test(in Edge edge) => source.TryRead(edge, out var value) ? test.Matches(value) : test.MatchesAbsent;

    public override bool Test(Metadata map) => source.TryRead(map, out var value) ? test.Matches(value) : test.MatchesAbsent;

    public override string ToString() => test.Describe(source.Key);
}

/// <summary>Judges a string where it lies, instead of making one for every element; a costly test once a distinct value.</summary>
internal sealed class TextCondition : FieldCondition
{
    private readonly MetadataPath _path;
    private readonly ValueTest _test;
    private readonly VerdictMemo? _memo;

    public TextCondition(Field source, ValueTest test) : base(source, test)
    {
        _path = source.Path!;
        _test = test;
        _memo = test.IsCostly ? new VerdictMemo(test) : null;
    }

    public override bool Test(in Node node) => node.LookUp(_path, out var value) switch
    {
        PackedLookup.Absent => _test.MatchesAbsent,
        PackedLookup.Found when Packed.IsText(value) => Judge(value),
        _ => base.Test(node),
    };

    public override bool Test(in Edge edge) => edge.Metadata.LookUp(_path, out var value) switch
    {
        PackedLookup.Absent => _test.MatchesAbsent,
        PackedLookup.Found when Packed.IsText(value) => Judge(value),
        _ => base.Test(edge),
    };

    private bool Judge(ReadOnlySpan<byte> packed) => _memo is null ? _test.MatchesPacked(packed) : _memo.Judge(packed);
}

/// <summary>Looks for the key without reading its value.</summary>
internal sealed class PresenceCondition(Field source, ValueTest test) : FieldCondition(source, test)
{
    private readonly MetadataPath _path = source.Path!;
    private readonly bool _isWanted = test is PresentTest;

    public override bool Test(in Node node) => node.Contains(_path) == _isWanted;

    public override bool Test(in Edge edge) => edge.Metadata.Contains(_path) == _isWanted;
}

internal sealed class AllCondition(Condition[] conditions) : Condition
{
    public override IEnumerable<Condition> Conjuncts => conditions;

    public override bool Test(in Node node)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Test(node)) return false;
        }

        return true;
    }

    public override bool Test(in Edge edge)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Test(edge)) return false;
        }

        return true;
    }

    public override bool Test(Metadata map) => Array.TrueForAll(conditions, condition => condition.Test(map));

    public override string ToString() => string.Join(" and ", conditions.AsEnumerable());
}

internal sealed class AnyCondition(Condition[] conditions) : Condition
{
    public override bool Test(in Node node)
    {
        foreach (var condition in conditions)
        {
            if (condition.Test(node)) return true;
        }

        return false;
    }

    public override bool Test(in Edge edge)
    {
        foreach (var condition in conditions)
        {
            if (condition.Test(edge)) return true;
        }

        return false;
    }

    public override bool Test(Metadata map) => Array.Exists(conditions, condition => condition.Test(map));

    public override string ToString() => $"({string.Join(" or ", conditions.AsEnumerable())})";
}
