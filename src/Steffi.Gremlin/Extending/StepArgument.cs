using System.Globalization;

namespace Steffi.Gremlin;

/// <summary>What an argument of a step is.</summary>
public enum ArgumentKind
{
    /// <summary>A string, number or bool, or a list that came from a parameter: <see cref="StepArgument.Value"/>.</summary>
    Value,

    /// <summary>ASC, DESC, NOW or FOREVER: <see cref="StepArgument.Constant"/>.</summary>
    Constant,

    /// <summary>A predicate as Gt(1): <see cref="StepArgument.Name"/> and <see cref="StepArgument.Items"/>. One of TinkerPop's that this
    /// dialect has no word for has its text as name and no items; <see cref="StepCall.ReadConditions"/> reads both.</summary>
    Predicate,

    /// <summary>Metadata(k, v, …): <see cref="StepArgument.Items"/> holds keys and values in turn.</summary>
    Metadata,

    /// <summary>A <c>$name</c> whose value is not known yet. Only a step's check ever sees it.</summary>
    Parameter,
}

/// <summary>One argument of a step, parameters replaced by their values. Immutable.</summary>
public sealed class StepArgument
{
    private StepArgument(ArgumentKind kind, string name, IReadOnlyList<StepArgument> items, MetadataValue value, QueryConstant constant)
    {
        Kind = kind;
        Name = name;
        Items = items;
        Value = value;
        Constant = constant;
    }

    /// <summary>Says which of the other properties hold something.</summary>
    public ArgumentKind Kind { get; }

    /// <summary>The value of a <see cref="ArgumentKind.Value"/>, else Null.</summary>
    public MetadataValue Value { get; }

    /// <summary>The word of a <see cref="ArgumentKind.Constant"/>.</summary>
    public QueryConstant Constant { get; }

    /// <summary>The predicate's or parameter's name, as written.</summary>
    public string Name { get; }

    /// <summary>The arguments of a predicate or of Metadata.</summary>
    public IReadOnlyList<StepArgument> Items { get; }

    /// <summary>Null but for what <see cref="OfTest"/> made.</summary>
    internal ValueTest? Test { get; private init; }

    /// <summary>True for a string, and for a parameter that is not bound yet and so may become one.</summary>
    public bool MayBeText => Kind == ArgumentKind.Parameter || IsText;

    /// <summary>True for a string value.</summary>
    public bool IsText => Kind == ArgumentKind.Value && Value.Kind == ValueKind.String;

    /// <summary>True for a 64-bit integer value.</summary>
    public bool IsInteger => Kind == ArgumentKind.Value && Value.Kind == ValueKind.Int;

    internal static StepArgument OfValue(MetadataValue value) => new(ArgumentKind.Value, "", [], value, default);

    internal static StepArgument OfConstant(QueryConstant constant) => new(ArgumentKind.Constant, "", [], default, constant);

    internal static StepArgument OfPredicate(string name, IReadOnlyList<StepArgument> items) =>
        new(ArgumentKind.Predicate, name, items, default, default);

    /// <summary>What a predicate of the other dialect demands.</summary>
    internal static StepArgument OfTest(string text, ValueTest test) => new(ArgumentKind.Predicate, text, [], default, default) { Test = test };

    internal static StepArgument OfMetadata(IReadOnlyList<StepArgument> items) =>
        new(ArgumentKind.Metadata, "Metadata", items, default, default);

    internal static StepArgument OfParameter(string name) => new(ArgumentKind.Parameter, name, [], default, default);

    /// <summary>As Skydive's messages show it: strings bare, <c>map[a:1]</c> for Metadata.</summary>
    /// <returns>For people; not to be parsed.</returns>
    public override string ToString() => Kind switch
    {
        ArgumentKind.Value => Value.Kind == ValueKind.Double
            ? Value.AsDouble().ToString(CultureInfo.InvariantCulture)
            : Value.ToString(),
        ArgumentKind.Constant => Constant.ToString().ToUpperInvariant(),
        ArgumentKind.Predicate when Test is not null => Name,
        ArgumentKind.Predicate => $"{Name}({string.Join(", ", Items)})",
        ArgumentKind.Metadata => $"map[{string.Join(" ", Items.Chunk(2).Select(pair => string.Join(":", pair.AsEnumerable())))}]",
        _ => "$" + Name,
    };
}
