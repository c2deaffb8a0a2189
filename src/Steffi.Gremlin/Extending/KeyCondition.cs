namespace Steffi.Gremlin;

/// <summary>What a step's arguments demand of one key: its presence, a value or a predicate. Immutable, thread-safe.</summary>
public sealed class KeyCondition
{
    private readonly Field _field;

    internal KeyCondition(string key, ValueTest test)
    {
        _field = Field.Of(key);
        Key = key;
        Test = test;
    }

    /// <summary>As written: a dotted path or an attribute as <c>@ID</c>.</summary>
    public string Key { get; }

    internal ValueTest Test { get; }

    /// <summary>Judges the value that stands at the key. A list fits when one of its items does.</summary>
    /// <param name="value">The value; null when the key is absent.</param>
    /// <returns>True when the condition holds.</returns>
    public bool Matches(MetadataValue? value) => value is { } present ? Test.Matches(present) : Test.MatchesAbsent;

    /// <summary>Judges what stands at the key of a node, attributes as <c>@ID</c> included.</summary>
    /// <param name="node">Of any view.</param>
    /// <returns>True when the condition holds.</returns>
    public bool Matches(in Node node) => Matches(_field.TryRead(node, out var value) ? (MetadataValue?)value : null);

    /// <summary>The values one of which must stand at the key: for looking it up in an index. Null when there is no such list, as for <c>Gt(1)</c>.</summary>
    public IReadOnlyList<MetadataValue>? SeekValues => Test.SeekValues;

    /// <summary>As a plan shows it.</summary>
    /// <returns>For people; not to be parsed.</returns>
    public override string ToString() => Test.Describe(Key);

    /// <summary>Reads <c>(k)</c> or <c>(k, v, …)</c>, in the order of checks and with the words of Skydive.</summary>
    internal static KeyCondition[] Read(IReadOnlyList<StepArgument> arguments, SourcePosition at)
    {
        if (arguments.Count == 1)
            return arguments[0].IsText ? [new KeyCondition(arguments[0].Value.AsString(), PresentTest.Instance)] : throw at.Error("Key must be a string");
        if (arguments.Count % 2 != 0) throw at.Error("params should be a list of key,value");

        var conditions = new KeyCondition[arguments.Count / 2];
        for (var i = 0; i < conditions.Length; i++)
        {
            var key = arguments[2 * i];
            if (!key.IsText) throw at.Error("keys should be of string type");
            conditions[i] = new KeyCondition(key.Value.AsString(), Predicates.Compile(arguments[2 * i + 1], at));
        }

        return conditions;
    }
}
