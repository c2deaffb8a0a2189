using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>Asks a saved topology in this process.</summary>
internal sealed class OfflineSource(Graph graph) : QuerySource
{
    // A saved topology is one moment: asking it for another must fail, not answer wrongly.
    private static readonly QueryOptions Options = new() { History = false };

    private BatchRunner? batch;

    /// <exception cref="CommandException">The file cannot be read, or is no topology.</exception>
    public static OfflineSource Load(FileInfo file)
    {
        try
        {
            using var stream = file.Name == "-" ? Console.OpenStandardInput() : file.OpenRead();
            return new OfflineSource(TopologyFile.Load(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandException($"cannot load {(file.Name == "-" ? StandardInput.Name : file)}: {FileFailure.Reason(e, file.FullName)}");
        }
    }

    public override Task<JsonDocument> AskAsync(Question question, CancellationToken cancel) =>
        Task.FromResult(JsonDocument.Parse(JsonText.Bytes(writer => Answering.Write(writer, graph, question, Dialects.Plain, Options, cancel))));

    public override Task<string> AnswerLineAsync(string line, QueryLanguage language, CancellationToken cancel)
    {
        // A batch has one language from its first line on.
        batch ??= new BatchRunner(graph, Dialects.Plain.In(language, Options));
        return Task.FromResult(batch.Answer(line, cancel));
    }

    public override void Dispose() => graph.Dispose();
}
