using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Why a query gave no result.</summary>
/// <param name="Kind"><c>parse</c> or <c>run</c>.</param>
/// <param name="Message">One sentence, without the position.</param>
/// <param name="Line">From 1; null when the failure has no place in the query.</param>
/// <param name="Column">From 1.</param>
internal sealed record QueryFailure(string Kind, string Message, int? Line, int? Column)
{
    public const string Parse = "parse", Run = "run";

    /// <summary>As the answer of a batch holds it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("Kind", Kind);
        writer.WriteString("Message", Message);
        if (Line is { } line)
            writer.WriteNumber("Line", line);
        if (Column is { } column)
            writer.WriteNumber("Column", column);
        writer.WriteEndObject();
    }

    /// <summary>The message, the place, and the query's line with a caret under it.</summary>
    public void WriteTo(TextWriter output, string query)
    {
        if (Line is not { } line || Column is not { } column)
        {
            output.WriteLine($"steffi: {Message}");
            return;
        }
        output.WriteLine($"steffi: {Message} (line {line}, column {column})");
        var lines = query.Split('\n');
        if (line < 1 || line > lines.Length)
            return;
        var text = lines[line - 1].TrimEnd('\r');
        int lead = Math.Clamp(column - 1, 0, text.Length);
        output.WriteLine($"  {text}");
        // Tabs stay tabs, so that the caret lands under its character however wide the terminal makes them.
        output.WriteLine($"  {string.Concat(text[..lead].Select(c => c == '\t' ? '\t' : ' '))}^");
    }
}

/// <summary>A query that was refused or failed.</summary>
internal sealed class QueryFailedException(QueryFailure failure) : Exception(failure.Message)
{
    public QueryFailure Failure => failure;
}

/// <summary>A command cannot go on; the message says what to do.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode => exitCode;
}
