namespace Steffi.Gremlin.TinkerPop;

/// <summary>The arguments of one call, bound: values, constants, predicates and traversals, read in turn.</summary>
/// <param name="name">What is called.</param>
/// <param name="at">Where its name stands.</param>
/// <param name="items">What is given.</param>
/// <param name="places">Where each of them stands.</param>
internal sealed class Arguments(string name, SourcePosition at, IReadOnlyList<object?> items, IReadOnlyList<SourcePosition> places)
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

    public object? Any() => Count > 0 ? items[_next++] : throw Expecting("another argument");

    public Traversal Traversal() => Try<Traversal>(out var traversal) ? traversal : throw Expecting("a traversal");

    public Traversal[] Traversals() => Each(item => item as Traversal ?? throw Expecting("a traversal"));

    public string Text() => Try<string>(out var text) ? text : throw Expecting("a string");

    public string? TextOrNull() => Count > 0 && items[_next] is null or string ? (string?)items[_next++] : throw Expecting("a string");

    /// <summary>The rest as strings; a list stands for its items.</summary>
    public string?[] Texts()
    {
        if (Count != 1 || items[_next] is not IEnumerable<object?> list) return Each(item => item is null or string ? (string?)item : throw Expecting("a string"));
        string?[] texts = [.. list.Select(item => item is null or string ? (string?)item : throw Expecting("a list of strings"))];
        _next++;
        return texts;
    }

    public string[] Names() => Array.ConvertAll(Texts(), text => text ?? throw Expecting("a name"));

    /// <summary>At least one.</summary>
    public string[] SomeNames() => Count > 0 ? Names() : throw Expecting("a name");

    /// <summary>Of the ids that are given each list stands for its items.</summary>
    public object?[] Ids() => Count == 0 ? throw Expecting("an id") : [.. Rest().SelectMany(id => id is IEnumerable<object?> many ? many : [id])];

    public long Integer()
    {
        if (Count == 0 || NumberKinds.Of(items[_next]) is not (>= NumberKind.Byte and <= NumberKind.Long)) throw Expecting("an integer");
        return Arithmetic.ToLong(items[_next++]!);
    }

    public double Number()
    {
        if (Count == 0 || NumberKinds.Of(items[_next]) == NumberKind.None) throw Expecting("a number");
        return Arithmetic.ToDouble(items[_next++]!);
    }

    /// <summary>A value, or a traversal that gives one.</summary>
    public Given Given() => Try<Traversal>(out var traversal) ? new Given(null, traversal) : new Given(Any());

    /// <summary>A predicate, or a value to be equal to; several values to be one of.</summary>
    public Predicate Predicate()
    {
        if (Try<Predicate>(out var predicate)) return predicate;
        if (Count == 0) throw Expecting("a value or a predicate");
        var values = Rest();
        return values is [var only and not IEnumerable<object?>] ? new EqualPredicate(only) : new MemberPredicate(Flat(values), isNegated: false);
    }

    public void End()
    {
        if (Count > 0) throw Expecting("')'");
    }

    /// <summary>What stands where the next argument is read is none of the kind, or missing.</summary>
    public QuerySyntaxException Expecting(string what)
    {
        var place = _next < places.Count ? places[_next] : at;
        return new QuerySyntaxException($"{name}(): {what} is expected" + (_next < items.Count ? "" : ", and nothing more is given"), place.Line, place.Column, name, what);
    }

    public QuerySyntaxException Unfit(string reason) => Refuse($"{name}(): {reason}");

    public QuerySyntaxException Refuse(string reason) => new(reason, at.Line, at.Column, name, "other arguments");

    /// <summary>Reads each of the rest; an error is at the place of the one that is read.</summary>
    public T[] Each<T>(Func<object?, T> read)
    {
        var all = new List<T>();
        for (; Count > 0; _next++) all.Add(read(items[_next]));
        return [.. all];
    }

    private static object?[] Flat(object?[] values) => values is [IEnumerable<object?> list] ? [.. list] : values;
}
