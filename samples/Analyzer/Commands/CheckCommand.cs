using System.CommandLine;

namespace Steffi.Analyzer;

/// <summary><c>steffi check</c>: does the graph say what the kernel says.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var server = CommonOptions.Server();
        var command = new Command("check", "Compare the host's graph with the kernel's own answer (ip -d -j link) in every network namespace of this machine; exit code 1 when they differ.") { server };
        command.SetAction((parsed, cancel) => RunAsync(CommonOptions.ServerOf(parsed, server), cancel));
        return command;
    }

    private static Task<int> RunAsync(ServerSource source, CancellationToken cancel) => throw new NotImplementedException();
}
