namespace Steffi.Gremlin;

/// <summary>A query was refused, when it was parsed (<see cref="QuerySyntaxException"/>) or when it ran.</summary>
/// <remarks><see cref="Exception.Message"/> is <see cref="Reason"/> followed by the place.</remarks>
public class QueryException : Exception
{
    /// <summary>Makes the error of one place in a query's text.</summary>
    /// <param name="reason">What is wrong, in the words that Skydive's users know where it has them.</param>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1, in characters.</param>
    /// <param name="inner">The cause, if another error is behind it.</param>
    public QueryException(string reason, int line, int column, Exception? inner = null)
        : base($"{reason} (line {line}, column {column})", inner)
    {
        Reason = reason;
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>The line of the step or token, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of the step or token, from 1, in characters (a tab is one).</summary>
    public int Column { get; }
}

/// <summary>The text is no query: nothing of it ran.</summary>
public sealed class QuerySyntaxException : QueryException
{
    /// <inheritdoc cref="QueryException(string, int, int, Exception?)"/>
    /// <param name="reason">What is wrong.</param>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1, in characters.</param>
    /// <param name="met">The token that stands there; empty at the end of the text.</param>
    /// <param name="expected">What could have stood there.</param>
    public QuerySyntaxException(string reason, int line, int column, string met, string expected)
        : base(reason, line, column)
    {
        Met = met;
        Expected = expected;
    }

    /// <summary>The token that stands at the place; empty at the end of the text.</summary>
    public string Met { get; }

    /// <summary>What could have stood there, in words: "left parenthesis", "step function".</summary>
    public string Expected { get; }
}

/// <summary>A query was stopped by one of the limits in <see cref="QueryOptions"/>. What it had found is dropped.</summary>
public sealed class QueryLimitException : QueryException
{
    /// <summary>Makes the error of one exceeded limit.</summary>
    /// <param name="limit">The option's name, as <c>Timeout</c>.</param>
    /// <param name="reason">What was exceeded, with the figure.</param>
    /// <param name="line">The line of the step that was running, from 1.</param>
    /// <param name="column">Its column, from 1.</param>
    public QueryLimitException(string limit, string reason, int line, int column) : base(reason, line, column) => Limit = limit;

    /// <summary>The name of the exceeded property of <see cref="QueryOptions"/>.</summary>
    public string Limit { get; }
}
