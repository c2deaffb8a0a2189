using System.Diagnostics.CodeAnalysis;

namespace Steffi.Analyzer.Conformance;

/// <summary>Where Steffi and a reference say different things.</summary>
internal sealed record Difference(string Capture, string Subject, string Ours, string Theirs);

/// <summary>One thing compared over all captures of a corpus.</summary>
internal sealed record Check(string Corpus, string Name)
{
    public int Compared { get; set; }

    public int Equal => Compared - Differences.Count;

    public double Percent => Compared == 0 ? 100 : 100.0 * Equal / Compared;

    public List<Difference> Differences { get; } = [];
}

/// <summary>What was compared, how often it was equal, and what was not.</summary>
internal sealed class CheckTable
{
    private readonly Dictionary<(string Corpus, string Name), Check> checks = [];

    public IEnumerable<Check> Checks => checks.Values.OrderBy(check => check.Corpus, StringComparer.Ordinal);

    /// <summary>What could not be read, and so was not compared.</summary>
    public List<string> Problems { get; } = [];

    public CaptureChecks For(IndexedCapture capture) => new(this, capture);

    public Check Get(string corpus, string name) =>
        checks.TryGetValue((corpus, name), out var check) ? check : checks[(corpus, name)] = new Check(corpus, name);
}

/// <summary>The checks of one capture.</summary>
internal sealed class CaptureChecks(CheckTable table, IndexedCapture capture)
{
    public IndexedCapture Capture => capture;

    /// <summary>Hands on what each reference of a kind says.</summary>
    /// <param name="kind">What its name holds.</param>
    /// <param name="parse">Of its name and text. What it cannot read is named among the table's problems.</param>
    public IEnumerable<T> Read<T>(string kind, Func<string, string, T> parse)
    {
        foreach (var reference in capture.ReferencesOf(kind))
            if (TryRead(reference, parse, out var found))
                yield return found;
    }

    /// <summary>Does what may fail by what a file holds, and names it among the table's problems if it does.</summary>
    public bool Try(string what, Action action)
    {
        try
        {
            action();
            return true;
        }
        // A file is foreign text: whatever its parser trips over is a fault of that file alone.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            table.Problems.Add($"{capture.Corpus}/{what}: {e.Message}");
            return false;
        }
    }

    private bool TryRead<T>(string reference, Func<string, string, T> parse, [MaybeNullWhen(false)] out T found)
    {
        T? read = default;
        bool done = Try($"{capture.Name}.{reference}", () => read = parse(reference, capture.Read(reference)));
        found = read;
        return done;
    }

    /// <summary>Compares texts; null stands for what is not there.</summary>
    /// <param name="check">The row of the table.</param>
    /// <param name="subject">What within the capture: a flow's ends.</param>
    public bool Compare(string check, object subject, object? ours, object? theirs)
    {
        var row = table.Get(capture.Corpus, check);
        row.Compared++;
        if (Equals(ours, theirs))
            return true;
        row.Differences.Add(new Difference(capture.Name, subject.ToString()!, ours?.ToString() ?? "nothing", theirs?.ToString() ?? "nothing"));
        return false;
    }
}
