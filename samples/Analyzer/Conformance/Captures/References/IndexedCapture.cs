using System.Globalization;

namespace Steffi.Analyzer.Conformance;

/// <summary>A line of index.tsv: a capture, how many frames it holds, and what other tools said of it.</summary>
/// <param name="References">What comes behind the capture's name and a dot: <c>ndpi.out</c>, <c>zeek.conn.log</c>.</param>
/// <param name="MadeBy">The commands behind the references.</param>
internal sealed record IndexedCapture(string Folder, string Corpus, string Name, long Frames, long OriginalBytes, string[] References, string MadeBy)
{
    public string Path => System.IO.Path.Combine(Folder, Corpus, Name);

    /// <summary>References whose names hold this.</summary>
    public IEnumerable<string> ReferencesOf(string kind) => References.Where(reference => reference.Contains(kind, StringComparison.Ordinal));

    public string Read(string reference) => File.ReadAllText($"{Path}.{reference}");

    /// <summary>Reads index.tsv: its first line names the columns.</summary>
    /// <param name="problem">Is told of each line that is none, which is left out.</param>
    /// <exception cref="CommandException">There is no index, or it lacks a column.</exception>
    public static IReadOnlyList<IndexedCapture> ReadAll(string folder, Action<string> problem)
    {
        var index = System.IO.Path.Combine(folder, "index.tsv");
        try
        {
            string[] lines = File.ReadAllLines(index);
            var columns = Columns(index, lines.FirstOrDefault(""));
            return [.. lines.Select((line, number) => Parse(folder, columns, line, $"{index}, line {number + 1}", problem)).Skip(1).OfType<IndexedCapture>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{index}: {FileFailure.Reason(e, index)}", ExitCode.Usage);
        }
    }

    private static int[] Columns(string index, string header)
    {
        var names = header.Split('\t');
        return [.. ((string[])["corpus", "capture", "frames", "original_bytes", "references", "made_by"]).Select(column =>
            Array.IndexOf(names, column) is >= 0 and var at ? at : throw new CommandException($"{index}: its first line has no column '{column}'", ExitCode.Usage))];
    }

    private static IndexedCapture? Parse(string folder, int[] columns, string line, string place, Action<string> problem)
    {
        var cells = line.TrimEnd('\r').Split('\t');
        if (line.Length == 0)
            return null;
        // The commands behind the references may be left out.
        string Cell(int column) => columns[column] < cells.Length ? cells[columns[column]] : "";
        if (long.TryParse(Cell(2), NumberStyles.None, CultureInfo.InvariantCulture, out long frames) && long.TryParse(Cell(3), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
            return new IndexedCapture(folder, Cell(0), Cell(1), frames, bytes, Cell(4).Split(' ', StringSplitOptions.RemoveEmptyEntries), Cell(5));
        if (Cell(2) != "frames")
            problem($"{place}: no numbers of frames and bytes");
        return null;
    }
}
