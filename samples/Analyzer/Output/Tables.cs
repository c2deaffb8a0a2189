using Spectre.Console;

namespace Steffi.Analyzer;

/// <summary>Prints tables: fitted to a terminal, and one line a row without padding at its end for a file or a pipe; nothing where there is no row.</summary>
internal static class Tables
{
    private const int Gap = 3;

    public static void Print(IReadOnlyList<string> titles, IEnumerable<IEnumerable<string>> rows)
    {
        if (Console.IsOutputRedirected)
        {
            Write(Console.Out, titles, rows);
            return;
        }
        rows = [.. rows];
        if (!rows.Any())
            return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in titles)
            table.AddColumn(new TableColumn(new Text(title)));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Write(table);
    }

    /// <summary>As wide as its longest cells, in the look of the terminal's tables.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<string> titles, IEnumerable<IEnumerable<string>> rows)
    {
        var lines = rows.Select(row => row.ToArray()).ToList();
        if (lines.Count == 0)
            return;
        int[] widths = [.. titles.Select((title, column) => Math.Max(title.Length, lines.Max(line => line[column].Length)))];
        WriteLine(titles);
        writer.WriteLine(new string('─', widths.Sum(width => width + Gap) + 1));
        foreach (var line in lines)
            WriteLine(line);

        void WriteLine(IReadOnlyList<string> cells)
        {
            int last = cells.Count - 1;
            while (last >= 0 && cells[last].Length == 0)
                last--;
            writer.Write("  ");
            for (int column = 0; column <= last; column++)
                writer.Write(column == last ? cells[column] : cells[column].PadRight(widths[column] + Gap));
            writer.WriteLine();
        }
    }
}
