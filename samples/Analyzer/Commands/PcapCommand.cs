using System.CommandLine;
using System.Runtime.InteropServices;
using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary><c>steffi pcap</c>: the flows of capture files, without a host.</summary>
internal static class PcapCommand
{
    private static readonly string[] Layers = ["DNS", "DHCPv4", "VRRP"];

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

    private static readonly Option<bool> ExtraTcpMetric = new("--extra-tcp-metric") { Description = "Flows carry TCPMetric: when SYN, FIN and RST came, and their TTL." };
    private static readonly Option<bool> ReassembleTcp = new("--reassemble-tcp") { Description = "TCPMetric counts payload, gaps and disorder as well." };
    private static readonly Option<bool> IPDefrag = new("--ip-defrag") { Description = "Fragments count as one packet of their flow; flows carry IPMetric." };
    private static readonly Option<bool> Classify = new("--classify") { Description = "Dissectors look into the payload: Application and fields like TLS, QUIC, HTTP, SSH." };
    private static readonly Option<bool> Join = new("--join") { Description = "The files are pieces of one capture, in order: flows go on from one to the next." };

    private static readonly Option<LayerKeyMode> KeyMode = new("--layer-key-mode")
    {
        Description = "What tells flows apart: L2, link addresses as well (default), or L3.",
        HelpName = "L2|L3",
    };

    private static readonly Option<string[]> ExtraLayers = new("--extra-layers")
    {
        Description = $"Header fields that flows carry, separated by commas: {string.Join(", ", Layers)}.",
        HelpName = "LAYERS",
        CustomParser = result =>
        {
            var asked = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
            foreach (var unknown in asked.Where(layer => !Layers.Contains(layer, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"'{unknown}' is no extra layer: one of {string.Join(", ", Layers)}");
            return [.. Layers.Where(layer => asked.Contains(layer, StringComparer.OrdinalIgnoreCase))];
        },
    };

    private static readonly Option<int?> RawPacketLimit = new("--raw-packet-limit")
    {
        Description = "How many packets of a flow are kept as they are, for --output pcap; -1 all. Default: 0, with --output pcap -1.",
        HelpName = "N",
    };

    private static readonly Option<string?> Plugins = new("--plugins")
    {
        Description = "Where the dissectors for --classify are, a folder each. Default: the plugins folder beside the program.",
        HelpName = "DIR",
    };

    public static Command Make()
    {
        var command = new Command("pcap", "Meter capture files: packets into flows, as a table, JSON lines or Parquet, or the packets kept as pcap. Needs no host.")
        {
            Files, Output, OutputFile, ExtraTcpMetric, ReassembleTcp, IPDefrag, KeyMode, ExtraLayers, RawPacketLimit, Classify, Plugins, Join,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Files)?.Count(file => file == StandardInput.Path) > 1)
                result.AddError("standard input can be read only once: more than one '-'");
            if (result.GetValue(RawPacketLimit) < -1)
                result.AddError("--raw-packet-limit is a count, or -1 for all");
        });
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // The second Ctrl-C ends the process.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        var format = parsed.GetValue(Output) ?? OutputFormat.Table;
        var files = parsed.GetValue(Files)!;
        using var target = OutputTarget.Open(parsed.GetValue(OutputFile));
        using var output = FlowOutput.Make(format, target.Stream);
        var catalog = parsed.GetValue(Classify) ? DissectorPlugins.Load(parsed.GetValue(Plugins) ?? AnalyzerOptions.DefaultPluginFolder, problem => Console.Error.WriteLine($"steffi: {problem.Message}")) : null;
        // Every table has its dissectors alone. Lines that go to a terminal and a bar would be in each other's way.
        var metering = new CaptureMetering(() => OptionsOf(parsed, format) with { Dissectors = catalog?.MakeDissectors() ?? [] }, output.Add,
            showProgress: target.IsFile || format != OutputFormat.Jsonl || Console.IsOutputRedirected);
        int broken = metering.Run(files, parsed.GetValue(Join), stop.Token);
        output.Finish();
        target.Complete();
        metering.Summary.WriteTo(Console.Error);
        return stop.IsCancellationRequested ? ExitCode.Interrupted : broken > 0 ? ExitCode.Failed : 0;
    }

    private static FlowTableOptions OptionsOf(ParseResult parsed, OutputFormat format) => new()
    {
        ExtraTCPMetric = parsed.GetValue(ExtraTcpMetric),
        ReassembleTCP = parsed.GetValue(ReassembleTcp),
        IPDefrag = parsed.GetValue(IPDefrag),
        LayerKeyMode = parsed.GetValue(KeyMode),
        ExtraLayers = (parsed.GetValue(ExtraLayers) ?? []).ToHashSet(),
        RawPacketLimit = parsed.GetValue(RawPacketLimit) ?? (format == OutputFormat.Pcap ? -1 : 0),
        Classify = parsed.GetValue(Classify),
        // Once, when it ends: what it was meanwhile, nobody waits for.
        UpdateEvery = TimeSpan.MaxValue,
    };
}
