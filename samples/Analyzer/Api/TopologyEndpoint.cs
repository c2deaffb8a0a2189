using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>/api/topology: a query's result, or everything.</summary>
internal static class TopologyEndpoint
{
    // Skydive can also answer in these; asking for one must not get JSON instead.
    private static readonly string[] NotYet = ["text/vnd.graphviz", "application/vnd.tcpdump.pcap"];

    public static async Task AnswerAsync(HttpContext context, AnalyzerState state)
    {
        if (await Endpoints.ReadQuestionAsync(context) is not { } question)
            return;
        var accept = context.Request.Headers.Accept.ToString();
        if (NotYet.Any(type => accept.Contains(type, StringComparison.OrdinalIgnoreCase)))
        {
            await Endpoints.RefuseAsync(context, StatusCodes.Status406NotAcceptable, $"{accept} is not supported for this query");
            return;
        }
        if (question.Text.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        // Written whole before it is sent: a query that fails half way still gets its 400.
        var buffer = new ArrayBufferWriter<byte>(1 << 12);
        try
        {
            using var writer = new Utf8JsonWriter(buffer, JsonText.Compact);
            Answering.Write(writer, state.Graph, question, state.Dialects, state.Options, context.RequestAborted);
        }
        catch (QueryFailedException e)
        {
            await Endpoints.RefuseAsync(context, e.Failure);
            return;
        }
        context.Response.ContentType = Endpoints.Json;
        await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>One {Nodes, Edges} of everything.</summary>
    public static void WriteGraph(Utf8JsonWriter writer, GraphView view)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Nodes");
        foreach (var node in view.Nodes)
            ElementJson.WriteNode(writer, node);
        writer.WriteEndArray();
        writer.WriteStartArray("Edges");
        foreach (var edge in view.Edges)
            ElementJson.WriteEdge(writer, edge);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
