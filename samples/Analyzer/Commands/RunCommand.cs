using System.CommandLine;
using System.Net;

namespace Steffi.Analyzer;

/// <summary><c>steffi run</c>: the host itself.</summary>
internal static class RunCommand
{
    private static readonly Option<string?> Listen = new("--listen")
    {
        Description = $"Address and port to answer on; a port alone means loopback. Default: {AnalyzerOptions.DefaultListen}. Anyone who reaches it may read the graph.",
        HelpName = "ADDRESS:PORT",
    };
    private static readonly Option<string?> Data = new("--data")
    {
        Description = $"Where history is kept. Default: {AnalyzerOptions.DefaultDataFolder}.",
        HelpName = "DIR",
    };
    private static readonly Option<bool> Memory = new("--memory") { Description = "Keep history in memory only; it ends with the process." };
    private static readonly Option<string?> Retention = new("--retention")
    {
        Description = $"How long history is kept: 7d, 12h, 30m, 90s, or forever. Default: {AnalyzerOptions.DefaultRetention}.",
        HelpName = "AGE",
    };
    private static readonly Option<string?> Plugins = new("--plugins")
    {
        Description = "Folder of probe plugins, one folder each, loaded and replaced while running. Default: the plugins folder beside the program.",
        HelpName = "DIR",
    };
    private static readonly Option<FileInfo> Config = new Option<FileInfo>("--config")
    {
        Description = "Configuration in YAML or JSON: a section per probe, by its name, and \"analyzer\" with listen, data, memory, retention, plugins.",
        HelpName = "FILE",
    }.AcceptExistingOnly();
    private static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Log what the probes do, on standard error." };

    /// <summary>What section "analyzer" of the configuration may hold.</summary>
    private static readonly string[] Keys = ["listen", "data", "memory", "retention", "plugins"];

    public static Command Make()
    {
        var command = new Command("run", "Discover this machine's network, follow it, keep its history, and answer queries until Ctrl-C.")
        {
            Listen, Data, Memory, Retention, Plugins, Config, Verbose,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Memory) && result.GetValue(Data) is not null)
                result.AddError("--memory keeps nothing in --data: choose one");
        });
        command.SetAction((parsed, cancel) => AnalyzerHost.RunAsync(OptionsOf(parsed), cancel));
        return command;
    }

    private static AnalyzerOptions OptionsOf(ParseResult parsed)
    {
        var configuration = ConfigurationFile.Read(parsed.GetValue(Config));
        var section = configuration.GetSection("analyzer");
        foreach (var child in section.GetChildren())
            if (!Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                throw new CommandException($"{parsed.GetValue(Config)}: analyzer has no option '{child.Key}': there are {string.Join(", ", Keys)}", ExitCode.Usage);
        string Text(Option<string?> option, string key, string otherwise) => parsed.GetValue(option) ?? section[key] ?? otherwise;
        string Source(Option<string?> option, string key) => parsed.GetValue(option) is null ? $"{parsed.GetValue(Config)}: analyzer:{key}" : option.Name;

        var listen = Text(Listen, "listen", AnalyzerOptions.DefaultListen);
        if (!AnalyzerOptions.TryParseListen(listen, out IPEndPoint address))
            throw new CommandException($"{Source(Listen, "listen")} '{listen}' is no address: write 127.0.0.1:8082, [::1]:8082, :8082 for every address, or a port", ExitCode.Usage);
        var retention = Text(Retention, "retention", AnalyzerOptions.DefaultRetention);
        if (!AnalyzerOptions.TryParseRetention(retention, out var age))
            throw new CommandException($"{Source(Retention, "retention")} '{retention}' is no age: write 7d, 12h, 30m, 90s, or forever", ExitCode.Usage);
        if (!bool.TryParse(section["memory"] ?? "false", out bool inMemory))
            throw new CommandException($"{parsed.GetValue(Config)}: analyzer:memory '{section["memory"]}' is neither true nor false", ExitCode.Usage);
        bool memory = parsed.GetValue(Memory) || (parsed.GetValue(Data) is null && inMemory);
        return new AnalyzerOptions(address, memory ? null : Text(Data, "data", AnalyzerOptions.DefaultDataFolder), age,
            Text(Plugins, "plugins", AnalyzerOptions.DefaultPluginFolder), configuration, parsed.GetValue(Verbose));
    }
}
