using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>POST /api/batch: lines of a batch, answered line by line; the status is 200 whatever the answers say.</summary>
internal static class BatchEndpoint
{
    public static async Task AnswerAsync(HttpContext context, AnalyzerState state)
    {
        QueryLanguage language;
        try
        {
            language = context.Request.Query["dialect"] is [{ Length: > 0 } name] ? Question.ReadLanguage(name) : QueryLanguage.Skydive;
        }
        catch (JsonException e)
        {
            await Endpoints.RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message);
            return;
        }
        context.Response.ContentType = "application/x-ndjson; charset=UTF-8";
        var runner = new BatchRunner(state.Graph, state.Dialects.In(language, state.Options));
        using var input = new StreamReader(context.Request.Body);
        await using var output = new StreamWriter(context.Response.Body) { NewLine = "\n" };
        await runner.RunAsync(input, output, context.RequestAborted);
    }
}
