namespace Steffi.Gremlin;

/// <summary>One step of a query with its arguments, as a step's check and run see it. Immutable.</summary>
public sealed class StepCall
{
    private readonly SourcePosition _at;
    private readonly bool _bound;

    internal StepCall(string name, IReadOnlyList<StepArgument> arguments, SourcePosition at, bool bound)
    {
        Name = name;
        Arguments = arguments;
        _at = at;
        _bound = bound;
    }

    /// <summary>As written, in the query's own case.</summary>
    public string Name { get; }

    /// <summary>In the order written.</summary>
    public IReadOnlyList<StepArgument> Arguments { get; }

    /// <summary>From 1.</summary>
    public int Line => _at.Line;

    /// <summary>From 1.</summary>
    public int Column => _at.Column;

    internal SourcePosition At => _at;

    /// <summary>
    /// The error for arguments that no graph can make right: wrong number, wrong type. It is a
    /// <see cref="QuerySyntaxException"/> while the query is parsed, and a <see cref="QueryException"/> when it is the value of a
    /// parameter that does not fit. To be thrown by the caller.
    /// </summary>
    /// <param name="reason">Without the place.</param>
    /// <returns>The error, to throw.</returns>
    public QueryException Refuse(string reason) => _bound
        ? _at.Error(reason)
        : new QuerySyntaxException(reason, _at.Line, _at.Column, Name, "other parameters");

    /// <summary>The error for what fails while the query runs. To be thrown by the caller.</summary>
    /// <param name="reason">Without the place.</param>
    /// <returns>The error, to throw.</returns>
    public QueryException Fail(string reason) => _at.Error(reason);

    /// <summary>All arguments in brackets, as Skydive's messages end: <c>[1 2]</c>.</summary>
    /// <returns>For messages.</returns>
    public string DescribeArguments() => Describe(Arguments);

    /// <summary>The arguments as conditions on keys: <c>(k)</c> for a present key, <c>(k, v, …)</c> for pairs of a key and a value or predicate.</summary>
    /// <returns>One condition a pair, in the order written; empty without arguments.</returns>
    /// <exception cref="QueryException">A key is no string, a pair is not complete, or a predicate's arguments do not fit.</exception>
    public IReadOnlyList<KeyCondition> ReadConditions() => KeyCondition.Read(Arguments, _at);

    internal static string Describe(IReadOnlyList<StepArgument> arguments) => $"[{string.Join(" ", arguments)}]";
}
