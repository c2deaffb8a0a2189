using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Steffi.Gremlin;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary>/api/capture: the standing captures, as Skydive's clients make and read them.</summary>
internal static class CaptureEndpoint
{
    public static void Map(WebApplication app, AnalyzerState state)
    {
        app.MapGet("/api/capture", context => Endpoints.WriteAsync(context, writer => WriteAll(writer, state.Captures)));
        app.MapPost("/api/capture", context => CreateAsync(context, state.Captures));
        app.MapGet("/api/capture/{id}", (HttpContext context, string id) => Find(state.Captures, id) is { } status
            ? Endpoints.WriteAsync(context, writer => Write(writer, status)) : NotFoundAsync(context, id));
        app.MapDelete("/api/capture/{id}", async (HttpContext context, string id) =>
        {
            if (await state.Captures.DeleteAsync(id))
                context.Response.ContentType = "text/plain; charset=utf-8";
            else
                await NotFoundAsync(context, id);
        });
    }

    private static async Task CreateAsync(HttpContext context, CaptureHost captures)
    {
        try
        {
            var request = CaptureJson.Read(await RequestBody.ReadAsync(context));
            if (context.Request.Headers["X-Resource-TTL"].ToString() is { Length: > 0 } text)
                request = request with
                {
                    Expires = DateTimeOffset.UtcNow + (GoDuration.TryParse(text, out var age) && age >= TimeSpan.Zero ? age : throw new CaptureRefusedException($"X-Resource-TTL: '{text}' is no duration: write 2s, 1m30s")),
                };
            captures.Create(request);
            context.Response.StatusCode = StatusCodes.Status201Created;
            await Endpoints.WriteAsync(context, writer => CaptureJson.Write(writer, request));
        }
        catch (CaptureRefusedException e)
        {
            await Endpoints.RefuseAsync(context, e.IsDuplicate ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, e.Message);
        }
        catch (InvalidDataException e)
        {
            await Endpoints.RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message);
        }
        catch (QueryException e)
        {
            await Endpoints.RefuseAsync(context, Answering.FailureOf(e));
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            await Endpoints.RefuseAsync(context, StatusCodes.Status500InternalServerError, $"the capture cannot be kept: {e.Message}");
        }
    }

    private static void WriteAll(Utf8JsonWriter writer, CaptureHost captures)
    {
        writer.WriteStartObject();
        foreach (var status in captures.Status)
        {
            writer.WritePropertyName(status.Request.ID);
            Write(writer, status);
        }
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CaptureStatus status) => CaptureJson.Write(writer, status.Request, status.Points.Count);

    private static CaptureStatus? Find(CaptureHost captures, string id) => captures.Status.FirstOrDefault(status => status.Request.ID == id);

    private static Task NotFoundAsync(HttpContext context, string id) =>
        Endpoints.RefuseAsync(context, StatusCodes.Status404NotFound, $"Capture '{id}' not found");
}
