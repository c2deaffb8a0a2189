namespace Steffi.Gremlin.Tests;

/// <summary>One line of cases.tsv.</summary>
public sealed record ReferenceCase(string Fixture, string Query, string Expected)
{
    public static IEnumerable<ReferenceCase> ReadAll()
    {
        var path = SharedData.Find("data/gremlin/cases.tsv");
        if (path is null) yield break;
        foreach (var line in File.ReadLines(path))
        {
            if (line.Split('\t') is [var fixture, var query, _, var expected, ..]) yield return new(fixture, Unescape(query), expected);
        }
    }

    /// <summary>Line breaks are written as escapes; an escaped quote is part of the query.</summary>
    private static string Unescape(string query) =>
        query.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
}
