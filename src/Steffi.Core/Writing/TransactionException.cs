namespace Steffi;

/// <summary>A change could not be made: nothing of its transaction was.</summary>
public class TransactionException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A value would stand twice at a path whose index is unique: nothing of the transaction was made.</summary>
public sealed class UniqueIndexException(string path, string value, ElementId first, ElementId second)
    : TransactionException($"The unique index on {path} holds '{value}' already: node '{first}' has it, node '{second}' would too.")
{
    /// <summary>The indexed path.</summary>
    public string Path => path;
}

/// <summary>An instant was asked for, or written to, that lies before what the graph still remembers.</summary>
public sealed class HistoryExpiredException(DateTimeOffset asked, DateTimeOffset oldest)
    : Exception($"History before {oldest:O} is forgotten; {asked:O} lies before it.")
{
    /// <summary>The oldest instant that can be read.</summary>
    public DateTimeOffset OldestInstant => oldest;
}
