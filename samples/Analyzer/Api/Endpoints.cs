using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Steffi.Analyzer;

/// <summary>The paths of the API. Bodies are written by hand: their shapes are Skydive's, not any class's here.</summary>
internal static class Endpoints
{
    public const string Json = "application/json; charset=UTF-8";

    public static void Map(WebApplication app, AnalyzerState state, CancellationToken stopping)
    {
        app.MapGet("/api", context => WriteAsync(context, writer => WriteIdentity(writer, state)));
        app.MapGet("/api/status", context => WriteAsync(context, writer => StatusDocument.Write(writer, state)));
        app.MapGet("/api/topology", context => WriteAsync(context, writer => TopologyEndpoint.WriteGraph(writer, state.Graph.Live)));
        app.MapPost("/api/topology", context => TopologyEndpoint.AnswerAsync(context, state));
        app.MapPost("/api/batch", context => BatchEndpoint.AnswerAsync(context, state));
        app.MapPost("/api/watch", context => WatchEndpoint.StreamAsync(context, state, stopping));
        app.MapGet("/api/flows", context => FlowsEndpoint.StreamAsync(context, state, stopping));
        CaptureEndpoint.Map(app, state);
    }

    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = Json;
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, JsonText.Compact);
        write(writer);
    }

    /// <summary>What the request's body asks: GremlinQuery, and Dialect and At where they are given.</summary>
    /// <returns>Null when the request was bad: it has been answered.</returns>
    public static async Task<Question?> ReadQuestionAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return Question.Read(body.RootElement);
        }
        catch (JsonException e)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"invalid request body: {e.Message}");
            return null;
        }
    }

    public static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }

    /// <summary>400 with Skydive's words, the place after them, and both in headers too, for programs.</summary>
    public static Task RefuseAsync(HttpContext context, QueryFailure failure)
    {
        var headers = context.Response.Headers;
        headers[FailureHeaders.Kind] = failure.Kind;
        headers[FailureHeaders.Message] = Uri.EscapeDataString(failure.Message);
        var place = "";
        if (failure is { Line: { } line, Column: { } column })
        {
            headers[FailureHeaders.Line] = line.ToString(CultureInfo.InvariantCulture);
            headers[FailureHeaders.Column] = column.ToString(CultureInfo.InvariantCulture);
            place = $" (line {line}, column {column})";
        }
        var words = failure.Kind == QueryFailure.Parse ? "GremlinQuery: Not a valid Gremlin expression: " : "";
        return RefuseAsync(context, StatusCodes.Status400BadRequest, words + failure.Message + place);
    }

    private static void WriteIdentity(Utf8JsonWriter writer, AnalyzerState state)
    {
        writer.WriteStartObject();
        writer.WriteString("Host", state.Graph.Options.Host);
        writer.WriteString("Version", AnalyzerState.Version);
        writer.WriteString("Service", "analyzer");
        writer.WriteEndObject();
    }
}
