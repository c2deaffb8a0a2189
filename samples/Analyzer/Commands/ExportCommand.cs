using System.CommandLine;

namespace Steffi.Analyzer;

/// <summary><c>steffi export</c>: the graph, now or as of a time, as a file that Skydive and <c>query --graph</c> read.</summary>
internal static class ExportCommand
{
    public static Command Make()
    {
        var at = CommonOptions.At();
        var file = new Option<FileInfo?>("--output", "-o")
        {
            Description = "Where to; standard output unless set. A file is replaced when all of the graph has arrived.",
            HelpName = "FILE",
        };
        var server = CommonOptions.Server();
        var command = new Command("export", "Save the graph, now or as of a time: an array with one {Nodes, Edges}, as Skydive saves it.") { at, file, server };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(at), parsed.GetValue(file), CommonOptions.ServerOf(parsed, server), cancel));
        return command;
    }

    private static async Task<int> RunAsync(AsOf? at, FileInfo? file, ServerSource source, CancellationToken cancel)
    {
        using var owned = source;
        var query = at?.PutInto("G") ?? "G";
        try
        {
            using var target = OutputTarget.Open(file);
            await source.CopyAsync(query, target.Stream, cancel);
            target.Complete();
            return 0;
        }
        catch (QueryFailedException e)
        {
            Console.Error.WriteLine($"steffi: {e.Failure.Message}");
            return 1;
        }
        catch (IOException e) when (file is not null)
        {
            throw new CommandException($"cannot write {file.FullName}: {e.Message}");
        }
    }
}
