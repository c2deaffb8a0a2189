using Spectre.Console;

namespace Steffi.Analyzer;

/// <summary>Prints tables: fitted to a terminal, and one line a row without padding at its end for a file or a pipe.</summary>
internal static class Tables
{
    /// <summary>Wider than any row: a pipe has no width to fit into.</summary>
    private const int NoWidth = 10_000;

    public static void Print(IReadOnlyList<string> titles, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in titles)
            table.AddColumn(new TableColumn(new Text(title)) { NoWrap = Console.IsOutputRedirected });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Write(table);
            return;
        }
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = NoWidth;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
        foreach (var line in text.ToString().Split('\n'))
            if (line.TrimEnd() is { Length: > 0 } filled)
                Console.WriteLine(filled);
    }
}
