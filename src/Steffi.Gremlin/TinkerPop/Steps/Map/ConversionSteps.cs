namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>asString()</c>; with <c>local</c> of each item.</summary>
internal sealed class AsStringStep(bool isLocal) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = isLocal && traverser.Value is IEnumerable<object?> items ? items.Select(item => Text(item, traverser)).ToList() : Text(traverser.Value, traverser);
        return true;
    }

    private static object? Text(object? value, Traverser traverser) =>
        value is null ? throw new StepFailure("Can't parse null as String.") : Describe.Value(value, traverser.Run.Graph);
}

internal sealed class AsBoolStep : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            bool flag => flag,
            string text when bool.TryParse(text.Trim(), out var read) => read,
            { } number when NumberKinds.Of(number) != NumberKind.None => !Arithmetic.IsNaN(number) && Arithmetic.Compare(number, 0) != 0,
            var other => throw new StepFailure($"Can't parse {Describe.Value(other)} as Boolean."),
        };
        return true;
    }
}

/// <summary><c>asNumber()</c>: a text as the number it spells, a date as its milliseconds; with a type in that kind.</summary>
internal sealed class AsNumberStep(NumberKind kind) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var number = Read(traverser.Value);
        value = number is null || kind == NumberKind.None ? number : Convert(number, kind);
        return true;
    }

    private static object? Read(object? value)
    {
        switch (value)
        {
            case null: return null;
            case string text: return SpelledNumber.Read(text) ?? throw new StepFailure($"Can't parse string '{text}' as number.");
            case DateTimeOffset time: return time.ToUnixTimeMilliseconds();
            default: return NumberKinds.Of(value) != NumberKind.None ? value : throw new StepFailure($"Can't parse type {Describe.Type(value)} as number.");
        }
    }

    private static object Convert(object number, NumberKind kind)
    {
        try
        {
            return Arithmetic.Convert(number, kind);
        }
        catch (OverflowException)
        {
            throw new StepFailure($"Can't convert number of type {NumberKinds.Of(number).Name()} to {kind.Name()} due to overflow.");
        }
    }
}
