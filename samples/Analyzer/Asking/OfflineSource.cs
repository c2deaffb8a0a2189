using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Asks a saved topology in this process.</summary>
internal sealed class OfflineSource(Graph graph) : QuerySource
{
    public static OfflineSource Load(FileInfo file) => throw new NotImplementedException();

    public override Task<JsonDocument> AskAsync(string query, CancellationToken cancel) =>
        Task.FromResult(JsonDocument.Parse(JsonText.Bytes(Answering.Ask(graph, query, cancel).WriteTo)));

    public override void Dispose() => graph.Dispose();
}
