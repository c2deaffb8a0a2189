using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>The arguments of one call, bound: values, constants, predicates and traversals, read in turn.</summary>
internal sealed class Arguments(string name, SourcePosition at, IReadOnlyList<object?> items)
{
    private int _next;

    public string Name => name;

    public SourcePosition At => at;

    public int Count => items.Count - _next;

    public object?[] Rest()
    {
        var rest = items.Skip(_next).ToArray();
        _next = items.Count;
        return rest;
    }

    public bool Is<T>() => Count > 0 && items[_next] is T;

    /// <summary>The next argument if it is of the kind.</summary>
    public bool Try<T>(out T value)
    {
        if (Is<T>())
        {
            value = (T)items[_next++]!;
            return true;
        }

        value = default!;
        return false;
    }

    public object? Any() => Count > 0 ? items[_next++] : throw Unfit("it takes more arguments");

    public Traversal Traversal() => Try<Traversal>(out var traversal) ? traversal : throw Unfit("a traversal is expected");

    public Traversal[] Traversals() => Array.ConvertAll(Rest(), item => item as Traversal ?? throw Unfit("traversals are expected"));

    public string Text() => Try<string>(out var text) ? text : throw Unfit("a string is expected");

    public string? TextOrNull() => Any() switch
    {
        null => null,
        string text => text,
        _ => throw Unfit("a string is expected"),
    };

    /// <summary>The rest as strings; a list stands for its items.</summary>
    public string?[] Texts() => Array.ConvertAll(Flat(Rest()), item => item is null or string ? (string?)item : throw Unfit("strings are expected"));

    public string[] Names() => Array.ConvertAll(Texts(), text => text ?? throw Unfit("null is no name"));

    public long Integer()
    {
        var value = Any();
        return NumberKinds.Of(value) is >= NumberKind.Byte and <= NumberKind.Long ? Arithmetic.ToLong(value!) : throw Unfit("an integer is expected");
    }

    public double Number()
    {
        var value = Any();
        return NumberKinds.Of(value) != NumberKind.None ? Arithmetic.ToDouble(value!) : throw Unfit("a number is expected");
    }

    /// <summary>A value, or a traversal that gives one.</summary>
    public Given Given() => Try<Traversal>(out var traversal) ? new Given(null, traversal) : new Given(Any());

    /// <summary>A predicate, or a value to be equal to; several values to be one of.</summary>
    public Predicate Predicate()
    {
        if (Try<Predicate>(out var predicate)) return predicate;
        var values = Rest();
        return values is [var only and not IEnumerable<object?>] ? new EqualPredicate(only) : new MemberPredicate(Flat(values), isNegated: false);
    }

    public void End()
    {
        if (Count > 0) throw Unfit(string.Create(CultureInfo.InvariantCulture, $"it takes {Count} arguments fewer"));
    }

    public QuerySyntaxException Unfit(string reason) => Refuse($"{name}(): {reason}");

    public QuerySyntaxException Refuse(string reason) => new(reason, at.Line, at.Column, name, "other arguments");

    private static object?[] Flat(object?[] values) => values is [IEnumerable<object?> list] ? [.. list] : values;

    /// <summary>Of the ids that are given each list stands for its items.</summary>
    public object?[] Ids() => [.. Rest().SelectMany(id => id is IEnumerable<object?> many ? many : [id])];
}
