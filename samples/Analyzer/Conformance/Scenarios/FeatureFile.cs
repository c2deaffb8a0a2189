namespace Steffi.Analyzer.Conformance;

/// <summary>A Gherkin file: scenarios, each a list of Given, When and Then with the text or table below them.</summary>
/// <param name="Path">Below the folder that is run.</param>
internal sealed record FeatureFile(string Path, IReadOnlyList<Scenario> Scenarios)
{
    public static FeatureFile Read(string path, string file)
    {
        var scenarios = new List<Scenario>();
        List<string> fileTags = [], tags = [];
        using var lines = File.ReadLines(file).GetEnumerator();
        while (lines.MoveNext())
        {
            var line = lines.Current.Trim();
            if (line.StartsWith('@')) tags.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else if (line.StartsWith("Feature:", StringComparison.Ordinal)) (fileTags, tags) = (tags, []);
            else if (line.StartsWith("Scenario:", StringComparison.Ordinal))
            {
                scenarios.Add(new Scenario(line["Scenario:".Length..].Trim(), [.. fileTags, .. tags], []));
                tags = [];
            }
            else if (line == "\"\"\"") scenarios[^1].Steps[^1].Text = ReadText(lines);
            else if (line.StartsWith('|')) scenarios[^1].Steps[^1].Rows.Add(ReadRow(line));
            else if (Keywords.FirstOrDefault(word => line.StartsWith(word, StringComparison.Ordinal)) is { } keyword && scenarios.Count > 0)
                scenarios[^1].Steps.Add(new ScenarioStep(line[keyword.Length..].Trim()));
        }
        return new FeatureFile(path, scenarios);
    }

    private static readonly string[] Keywords = ["Given ", "When ", "Then ", "And ", "But "];

    private static string ReadText(IEnumerator<string> lines)
    {
        var text = new List<string>();
        while (lines.MoveNext() && lines.Current.Trim() != "\"\"\"")
            text.Add(lines.Current);
        // The indentation of the first line is the file's, what goes beyond it the text's.
        int indent = text.Count == 0 ? 0 : text[0].Length - text[0].TrimStart().Length;
        return string.Join('\n', text.Select(line => line.Length > indent ? line[indent..] : line.Trim()));
    }

    /// <summary>Cells end at a bar that no backslash precedes; this language's tables have one column.</summary>
    private static string ReadRow(string line)
    {
        int end = line.LastIndexOf('|');
        return line[1..end].Trim().Replace("\\|", "|", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
    }
}

/// <param name="Tags">With the @, those of the file included.</param>
internal sealed record Scenario(string Name, IReadOnlyList<string> Tags, List<ScenarioStep> Steps);

/// <summary>One line of a scenario.</summary>
internal sealed class ScenarioStep(string line)
{
    /// <summary>Without its keyword.</summary>
    public string Line => line;

    /// <summary>What stands between triple quotes below it.</summary>
    public string Text { get; set; } = "";

    /// <summary>The table below it, its heading first.</summary>
    public List<string> Rows { get; } = [];
}
