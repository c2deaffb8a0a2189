using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>The one place that runs queries.</summary>
internal static class Answering
{
    /// <summary>Writes a result in Skydive's shape.</summary>
    /// <exception cref="QueryFailedException">The query was refused or failed; what was written until then is to be dropped.</exception>
    public static void Write(Utf8JsonWriter writer, Graph graph, Question question, Dialects dialects, QueryOptions options, CancellationToken cancel)
    {
        try
        {
            if (question.At is not null && !options.History)
                throw new QueryFailedException(new QueryFailure(QueryFailure.Run, "A saved topology is one moment: it cannot be asked for another time", null, null));
            var view = question.At is { } at ? graph.At(at) : graph.Live;
            view.Query(question.Text, options: dialects.In(question.Language, options), cancel: cancel).WriteJson(writer);
        }
        catch (QueryException e)
        {
            throw new QueryFailedException(FailureOf(e));
        }
        catch (HistoryExpiredException e)
        {
            throw new QueryFailedException(new QueryFailure(QueryFailure.Run, e.Message, null, null));
        }
    }

    public static QueryFailure FailureOf(QueryException e) =>
        new(e is QuerySyntaxException ? QueryFailure.Parse : QueryFailure.Run, e.Reason, e.Line, e.Column);
}
