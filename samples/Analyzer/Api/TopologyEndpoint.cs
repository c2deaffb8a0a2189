using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Steffi.Analyzer;

/// <summary>POST /api/topology: a query's result.</summary>
internal static class TopologyEndpoint
{
    // Skydive can also answer in these; asking for one must not get JSON instead.
    private static readonly string[] NotYet = ["text/vnd.graphviz", "application/vnd.tcpdump.pcap"];

    public static async Task AnswerAsync(HttpContext context, AnalyzerState state)
    {
        if (await Endpoints.ReadQueryAsync(context) is not { } query)
            return;
        var accept = context.Request.Headers.Accept.ToString();
        if (NotYet.Any(type => accept.Contains(type, StringComparison.OrdinalIgnoreCase)))
        {
            await Endpoints.RefuseAsync(context, StatusCodes.Status406NotAcceptable, $"{accept} is not supported for this query");
            return;
        }
        if (query.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        // Written whole before it is sent: a query that fails half way still gets its 400.
        var buffer = new ArrayBufferWriter<byte>(1 << 12);
        try
        {
            using var writer = new Utf8JsonWriter(buffer, JsonText.Compact);
            Answering.Ask(state.Graph, query, context.RequestAborted).WriteTo(writer);
        }
        catch (QueryFailedException e)
        {
            await Endpoints.RefuseAsync(context, e.Failure);
            return;
        }
        context.Response.ContentType = Endpoints.Json;
        await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
