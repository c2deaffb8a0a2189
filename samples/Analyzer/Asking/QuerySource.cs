using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Who answers a query: a running host, or a saved topology in this process.</summary>
internal abstract class QuerySource : IDisposable
{
    /// <summary>The result in Skydive's shape.</summary>
    /// <exception cref="QueryFailedException">The query was refused or failed.</exception>
    /// <exception cref="CommandException">Nobody answers.</exception>
    public abstract Task<JsonDocument> AskAsync(string query, CancellationToken cancel);

    /// <summary>One line of a batch: a query or {"Query"}; the answer says how it ended, in JSON on one line.</summary>
    /// <exception cref="CommandException">Nobody answers.</exception>
    public abstract Task<string> AnswerLineAsync(string line, CancellationToken cancel);

    public abstract void Dispose();
}
