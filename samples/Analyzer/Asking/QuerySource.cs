using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Who answers a query: a running host, or a saved topology in this process.</summary>
internal abstract class QuerySource : IDisposable
{
    /// <summary>The result in Skydive's shape.</summary>
    /// <exception cref="QueryFailedException">The query was refused or failed.</exception>
    /// <exception cref="CommandException">Nobody answers.</exception>
    public abstract Task<JsonDocument> AskAsync(Question question, CancellationToken cancel);

    /// <summary>One line of a batch: a query or {"Query"}; the answer says how it ended, in JSON on one line.</summary>
    /// <param name="line">As it was read.</param>
    /// <param name="language">Of the query.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="CommandException">Nobody answers.</exception>
    public abstract Task<string> AnswerLineAsync(string line, QueryLanguage language, CancellationToken cancel);

    public abstract void Dispose();
}
