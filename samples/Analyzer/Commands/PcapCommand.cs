using System.CommandLine;
using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary><c>steffi pcap</c>: the flows of capture files, without a host.</summary>
internal static class PcapCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Captures: pcap or pcapng, plain or compressed with gzip or zstd. '-' reads standard input.",
    };

    private static readonly Option<OutputFormat?> Output = CommonOptions.Output(OutputFormat.Table, OutputFormat.Jsonl, OutputFormat.Parquet, OutputFormat.Pcap);

    private static readonly Option<FileInfo?> OutputFile = new("--output-file")
    {
        Description = "Where to; standard output unless set. A file is replaced when all flows are there.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Join = new("--join") { Description = "The files are pieces of one capture, in order: flows go on from one to the next." };

    private static readonly MeteringOptions Metering = new();

    private static readonly Option<DirectoryInfo> Plugins = new Option<DirectoryInfo>("--plugins")
    {
        Description = "Where the dissectors for --classify are, a folder each. Default: the plugins folder beside the program.",
        HelpName = "DIR",
    }.AcceptExistingOnly();

    public static Command Make()
    {
        var command = new Command("pcap", "Meter capture files: packets into flows, as a table, JSON lines or Parquet, or the packets kept as pcap. Needs no host.")
        {
            Files, Output, OutputFile, Plugins, Join,
        };
        Metering.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(Files) ?? []).Count(file => file == StandardInput.Path) > 1)
                result.AddError("standard input can be read only once: more than one '-'");
        });
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var shutdown = new Shutdown();
        var format = parsed.GetValue(Output) ?? OutputFormat.Table;
        var files = parsed.GetValue(Files)!;
        using var target = OutputTarget.Open(parsed.GetValue(OutputFile));
        using var output = FlowOutput.Make(format, target.Stream);
        var catalog = parsed.GetValue(Metering.Classify) ? DissectorPlugins.Load(parsed.GetValue(Plugins)?.FullName ?? AnalyzerOptions.DefaultPluginFolder, problem => Console.Error.WriteLine($"steffi: {problem.Message}")) : null;
        // Every table has its dissectors alone. Lines that go to a terminal and a bar would be in each other's way.
        var metering = new CaptureMetering(() => OptionsOf(parsed, format) with { Dissectors = catalog?.MakeDissectors() ?? [] }, output.Add,
            showProgress: target.IsFile || format != OutputFormat.Jsonl || Console.IsOutputRedirected);
        int broken = metering.Run(files, parsed.GetValue(Join), shutdown.Requested);
        try
        {
            output.Finish();
            target.Complete();
        }
        catch (IOException e) when (e.HResult != ExitCode.BrokenPipe)
        {
            throw new CommandException($"the flows cannot be written: {e.Message}");
        }
        metering.Summary.WriteTo(Console.Error);
        return shutdown.Requested.IsCancellationRequested ? ExitCode.Interrupted : broken > 0 ? ExitCode.Failed : 0;
    }

    private static FlowTableOptions OptionsOf(ParseResult parsed, OutputFormat format) => Metering.Read(parsed, rawPacketLimit: format == OutputFormat.Pcap ? -1 : 0) with
    {
        // Once, when it ends: what it was meanwhile, nobody waits for.
        UpdateEvery = TimeSpan.MaxValue,
    };
}
