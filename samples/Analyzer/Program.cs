using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Steffi.Analyzer;

var root = new RootCommand("Steffi: the temporal graph of this machine's network, asked in Gremlin.")
{
    RunCommand.Make(), QueryCommand.Make(), WatchCommand.Make(), CaptureCommand.Make(), FlowsCommand.Make(),
    ExportCommand.Make(), CheckCommand.Make(), ConformanceCommand.Make(),
    PcapCommand.Make(), CapturesConformanceCommand.Make(),
};
Console.SetOut(StandardOutput.Writer());
ParseResult parsed;
try
{
    parsed = root.Parse(args);
}
catch (InvalidOperationException e)
{
    // A validator asked for the value of an option that has a wrong one.
    Console.Error.WriteLine($"steffi: {InOneLine(e.Message)}\nTry 'steffi --help'.");
    return ExitCode.Usage;
}
// The parser takes a misspelt option for an argument, and says of the argument behind it that it is one too many.
if (MisspeltOption(parsed) is { } option)
{
    Console.Error.WriteLine($"steffi: '{option}' is no option\nTry 'steffi {NamesOf(parsed.CommandResult)}--help'.");
    return ExitCode.Usage;
}
if (parsed.Action is ParseErrorAction)
{
    // Where a command is misspelt, that none was given is no news.
    foreach (var error in parsed.Errors.Where(error => parsed.UnmatchedTokens.Count == 0 || !error.Message.StartsWith("Required command", StringComparison.Ordinal)))
        Console.Error.WriteLine($"steffi: {InOneLine(error.Message)}");
    Console.Error.WriteLine($"Try 'steffi {NamesOf(parsed.CommandResult)}--help'.");
    return ExitCode.Usage;
}
// What "capture" takes is not for "capture list", whose help would show it all the same.
for (var above = parsed.CommandResult.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
    foreach (var argument in above.Command.Arguments)
        argument.Hidden = true;
try
{
    // Verbs that must end in order see to signals themselves; for the others the system's own way is right.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (CommandException e)
{
    Console.Error.WriteLine($"steffi: {e.Message}");
    return e.ExitCode;
}
catch (IOException e) when (e.HResult == ExitCode.BrokenPipe)
{
    // Whoever read the output has enough ("| head").
    return 0;
}
catch (IOException e)
{
    Console.Error.WriteLine($"steffi: {e.Message}");
    return ExitCode.Failed;
}

// Behind "--" come arguments only.
static string? MisspeltOption(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? null
    : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Concat(parsed.UnmatchedTokens)
        .FirstOrDefault(text => text.Length > 1 && text[0] == '-');

// "capture list ", and nothing for the program itself.
static string NamesOf(CommandResult command) => command.Parent is CommandResult parent ? $"{NamesOf(parent)}{command.Command.Name} " : "";

// The parser's messages name the types of this program, and list what could be meant in lines of their own.
static string InOneLine(string message) => Regex.Replace(Regex.Replace(message, " as expected type '[^']*'", ""), @"\s*\n\s*", " ");

/// <summary>What the exit codes mean.</summary>
internal static class ExitCode
{
    /// <summary>The command ran and the answer is no: a query failed, a graph differs, no host answers.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing ran.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C ended it early, as shells count it.</summary>
    public const int Interrupted = 130;

    /// <summary>EPIPE, as .NET passes it on in <see cref="Exception.HResult"/>.</summary>
    public const int BrokenPipe = 32;
}
