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

    /// <exception cref="CommandException">There is no index, or a line of it is none.</exception>
    public static IReadOnlyList<IndexedCapture> ReadAll(string folder)
    {
        var index = System.IO.Path.Combine(folder, "index.tsv");
        try
        {
            return [.. File.ReadLines(index).Skip(1).Where(line => line.Length > 0).Select(line => Parse(folder, line.Split('\t')))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            throw new CommandException($"{index}: {FileFailure.Reason(e, index)}", ExitCode.Usage);
        }
    }

    private static IndexedCapture Parse(string folder, string[] cells) => new(folder, cells[0], cells[1],
        long.Parse(cells[4], CultureInfo.InvariantCulture), long.Parse(cells[5], CultureInfo.InvariantCulture), cells[7].Split(' '), cells[8]);
}
