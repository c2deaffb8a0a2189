namespace Steffi.Gremlin.TinkerPop;

/// <summary>A step that makes a text of a text: <c>toUpper</c>, <c>trim</c>, <c>substring</c>, … With <c>local</c> it does so with each item of a list. Null stays null.</summary>
internal sealed class TextStep(string name, bool isLocal, Func<string, object?> change) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = isLocal && traverser.Value is IEnumerable<object?> items ? items.Select(Change).ToList() : Change(traverser.Value);
        return true;
    }

    private object? Change(object? value) => value switch
    {
        null => null,
        string text => change(text),
        _ => throw new StepFailure(isLocal
            ? $"The {name}(local) step can only take string or list of strings, encountered {Describe.Type(value)}"
            : $"The {name}() step can only take string as argument, encountered {Describe.Type(value)}"),
    };
}

/// <summary>What the text steps do.</summary>
internal static class Texts
{
    /// <summary>Java's: a negative index counts from the end, an end before the start gives nothing.</summary>
    public static string Substring(string text, long start, long? end)
    {
        var from = Index(start, text.Length);
        var to = end is { } given ? Index(given, text.Length) : text.Length;
        return from >= to ? "" : text[from..to];
    }

    /// <summary>The empty text stands between all characters, as in Java.</summary>
    public static string Replace(string text, string old, string next)
    {
        Describe.CheckLength(text.Length + (long)(old.Length == 0 ? text.Length + 1 : text.Length / old.Length) * Math.Max(0, next.Length - old.Length));
        return old.Length > 0 ? text.Replace(old, next, StringComparison.Ordinal) : next + string.Concat(text.Select(c => c + next));
    }

    /// <summary>Without a separator at white space, with an empty one into characters.</summary>
    public static object Split(string text, string? separator) => separator switch
    {
        null => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList<object?>(),
        "" => text.Select(c => (object?)c.ToString()).ToList(),
        _ => text.Split(separator).Where(part => part.Length > 0).ToList<object?>(),
    };

    public static string Reverse(string text)
    {
        var characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    private static int Index(long index, int length) => (int)Math.Clamp(index < 0 ? length + index : index, 0, length);
}

/// <summary><c>reverse()</c>: a text, or the items of a list; all else stays.</summary>
internal sealed class ReverseStep : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value switch
        {
            string text => Texts.Reverse(text),
            IEnumerable<object?> items => items.Reverse().ToList(),
            var other => other,
        };
        return true;
    }
}

/// <summary><c>concat</c>: texts one after the other; of a traversal its first result.</summary>
internal sealed class ConcatStep(Traversal[] traversals, string?[] texts) : MapStep
{
    public override IEnumerable<Traversal> Children => traversals;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var parts = new List<string?> { Text(traverser.Value) };
        foreach (var traversal in traversals)
        {
            if (traversal.TryFirst(traverser, out var part)) parts.Add(Text(part));
        }

        parts.AddRange(texts);
        Describe.CheckLength(parts.Sum(part => (long)(part?.Length ?? 0)));
        value = parts.TrueForAll(part => part is null) ? null : string.Concat(parts);
        return true;
    }

    private static string? Text(object? value) => value is null or string ? (string?)value
        : throw new StepFailure($"String concat() can only take string as argument, encountered {Describe.Type(value)}");
}

/// <summary><c>format('%{name} is %{_}')</c>: names are properties or what select() finds; <c>_</c> takes the by()s in turn. A name that is nothing: no result.</summary>
internal sealed class FormatStep(string format) : MapStep
{
    public override int MostBys => int.MaxValue;

    public override PathMode Paths => PathMode.Labels;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = null;
        var text = new System.Text.StringBuilder();
        var at = 0;
        var by = 0;
        while (format.IndexOf("%{", at, StringComparison.Ordinal) is >= 0 and var open && format.IndexOf('}', open) is >= 0 and var close)
        {
            var name = format[(open + 2)..close];
            object? held;
            var found = name == "_" ? By(by++).TryApply(traverser, out held) : Find(traverser, name, out held);
            if (!found) return false;
            text.Append(format, at, open - at).Append(Describe.Value(held, traverser.Run.Graph));
            Describe.CheckLength(text.Length);
            at = close + 1;
        }

        value = text.Append(format, at, format.Length - at).ToString();
        return true;
    }

    private static bool Find(Traverser traverser, string name, out object? value)
    {
        value = null;
        return traverser.Value is TraversalElement element && traverser.Run.Graph.TryGet(element, name, out value)
            || ScopeValues.TryGet(traverser, name, Pop.Last, out value);
    }
}

/// <summary><c>conjoin</c>: the items of a list as one text.</summary>
internal sealed class ConjoinStep(string delimiter) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var text = new System.Text.StringBuilder();
        var isFirst = true;
        foreach (var item in ListSteps.Incoming(traverser.Value, "conjoin"))
        {
            if (item is null) continue;
            text.Append(isFirst ? "" : delimiter).Append(Describe.Value(item, traverser.Run.Graph));
            isFirst = false;
            Describe.CheckLength(text.Length);
        }

        value = text.ToString();
        return true;
    }
}
