using System.Globalization;
using System.Text.RegularExpressions;
using Steffi.Gremlin;

namespace Steffi.Analyzer.Conformance;

/// <summary>Runs one scenario, line by line.</summary>
internal sealed partial class ScenarioRun(ToyGraphs graphs)
{
    // Long enough for the largest walk, short enough that a runaway does not stop the run.
    private static readonly QueryOptions Options = new() { Dialect = GremlinDialect.TinkerPop, Timeout = TimeSpan.FromSeconds(20) },
        KeepingNulls = Options with { Dialect = GremlinDialect.TinkerPop.WithNullProperties() };

    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Literal)> _sideEffects = [];
    private Graph _graph = new();
    private QueryOptions _options = Options;
    private string _traversal = "";
    private IReadOnlyList<object?> _result = [];
    private QueryException? _error;

    /// <returns>Null when the scenario passes, else what went otherwise.</returns>
    public string? Run(Scenario scenario)
    {
        if (scenario.Tags.Contains("@AllowNullPropertyValues"))
            _options = KeepingNulls;
        try
        {
            foreach (var step in scenario.Steps)
            {
                if (Do(step) is { } failure)
                    return failure;
            }
            return null;
        }
        catch (FileNotFoundException e)
        {
            return e.Message;
        }
        // A scenario that breaks the engine is a failure of this scenario, not of the run.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"broke with {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}";
        }
    }

    private string? Do(ScenarioStep step)
    {
        var line = step.Line;
        if (GivenGraph().Match(line) is { Success: true } graph)
            _graph = graph.Groups[1].Value == "empty" ? new Graph() : graphs.Get(graph.Groups[1].Value);
        else if (line == "the graph initializer of")
            return Ask(step.Text) is { } failure ? $"the initializer failed: {failure}" : null;
        else if (Definition().Match(line) is { Success: true } definition)
            Define(definition.Groups[1].Value == "side effect", definition.Groups[2].Value, definition.Groups[3].Value);
        else if (line == "the traversal of")
            SetTraversal(step.Text);
        else if (line is "iterated to list" or "iterated next")
            Iterate(onlyFirst: line == "iterated next");
        else if (line.StartsWith("the traversal will raise an error", StringComparison.Ordinal))
            return CheckError(line);
        else if (GraphCount().Match(line) is { Success: true } count)
            return CheckCount(int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture), count.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal));
        else
            return _error is { } error ? $"raised: {error.Message}" : CheckResult(step);
        return null;
    }

    private void SetTraversal(string text)
    {
        _traversal = GraphFile().Replace(text, "io($1");
        if (_traversal != text)
            _options = Options with { Dialect = GremlinDialect.TinkerPop.WithFiles(graphs.Folder) };
    }

    private void Define(bool isSideEffect, string name, string text)
    {
        var literal = Wording.Literal(new Notation(_graph.Live).Read(text.Replace("\\\"", "\"", StringComparison.Ordinal)));
        if (isSideEffect) _sideEffects.Add((name, literal));
        else _parameters[name] = literal;
    }

    private void Iterate(bool onlyFirst)
    {
        _error = Ask(_traversal);
        if (!onlyFirst || _error is not null)
            return;
        // The one result is looked into where it holds several.
        _result = _result.Count == 0 ? [] : _result[0] switch
        {
            List<object?> list => list,
            HashSet<object?> set => [.. set],
            TraversalPath path => path,
            TraversalMap { Count: not 1 } map => [.. map.Select(entry => (object?)entry.Value)],
            var single => [single],
        };
    }

    private QueryException? Ask(string text)
    {
        try
        {
            _result = _graph.Query(Complete(text), options: _options).Items;
            return null;
        }
        catch (QueryException e)
        {
            return e;
        }
    }

    /// <summary>The text with literals in place of parameters, and side effects before it.</summary>
    private string Complete(string text)
    {
        text = Word().Replace(text, match => match.Groups[1].Success && _parameters.TryGetValue(match.Value, out var literal) ? literal : match.Value);
        var effects = string.Concat(_sideEffects.Select(effect => $".withSideEffect(\"{effect.Name}\", {effect.Literal})"));
        return effects.Length == 0 ? text : "g" + effects + text.TrimStart()[1..];
    }

    private string? CheckError(string line)
    {
        if (_error is not { } error)
            return $"raised no error, gave {ShowResult()}";
        if (ErrorText().Match(line) is not { Success: true } wanted)
            return null;
        var text = wanted.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal);
        var fits = wanted.Groups[1].Value switch
        {
            "starting" => error.Reason.StartsWith(text, StringComparison.OrdinalIgnoreCase),
            "ending" => error.Reason.EndsWith(text, StringComparison.OrdinalIgnoreCase),
            _ => error.Reason.Contains(text, StringComparison.OrdinalIgnoreCase),
        };
        return fits ? null : $"raised '{error.Reason}' in place of '{text}'";
    }

    private string? CheckCount(int expected, string text)
    {
        _sideEffects.Clear();
        if (_error is { } failed || (failed = Ask(text)) is not null)
            return $"raised: {failed.Message}";
        long count = _result.Count;
        return count == expected ? null : $"the graph has {count} of {text}, not {expected}";
    }

    private string? CheckResult(ScenarioStep step)
    {
        if (step.Line == "the result should be empty")
            return _result.Count == 0 ? null : $"gave {ShowResult()}";
        if (ResultCount().Match(step.Line) is { Success: true } count)
            return _result.Count == int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture) ? null : $"gave {_result.Count} results: {ShowResult()}";
        var notation = new Notation(_graph.Live);
        if (step.Line == "the result should be a tree with a structure of")
            return TreeText.Fits(step.Text, _result.FirstOrDefault() as TraversalTree, notation) ? null : $"gave {ShowResult()}";
        var expected = step.Rows.Skip(1).Select(notation.Read).ToList();
        var fits = step.Line switch
        {
            "the result should be ordered" => Matching.SameItems(expected, _result),
            "the result should be unordered" => Matching.SameInAnyOrder(expected, _result),
            "the result should be of" => _result.All(item => expected.Exists(wanted => Matching.Same(wanted, item))),
            "the result should be a subgraph with the following" => _result is [TraversalSubgraph part]
                && Matching.SameInAnyOrder(expected, step.Rows[0] == "edges" ? part.Edges : part.Vertices),
            _ => throw new FormatException($"the line is not understood: {step.Line}"),
        };
        return fits ? null : $"gave {ShowResult()}";
    }

    private string ShowResult()
    {
        var text = _result.Count == 0 ? "nothing" : string.Join(" | ", _result.Take(30).Select(Wording.Show));
        return text.Length > 600 ? text[..600] + "…" : text;
    }

    // The example graphs are in TinkerPop's folder data.
    [GeneratedRegex("\\bio\\((['\"])data/")]
    private static partial Regex GraphFile();

    [GeneratedRegex("^the (\\w+) graph$")]
    private static partial Regex GivenGraph();

    [GeneratedRegex("^using the (parameter|side effect) (\\w+) (?:of P\\.\\w+ )?defined as \"(.*)\"$")]
    private static partial Regex Definition();

    [GeneratedRegex("^the graph should return (\\d+) for count of \"(.*)\"$")]
    private static partial Regex GraphCount();

    [GeneratedRegex("^the result should have a count of (\\d+)$")]
    private static partial Regex ResultCount();

    [GeneratedRegex("with message (starting|ending|containing) (?:with )?text of \"(.*)\"$")]
    private static partial Regex ErrorText();

    // Strings first, so that no parameter is found in one.
    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|(?<![.\\w])([A-Za-z_]\\w*)(?!\\w|\\s*[(:])")]
    private static partial Regex Word();
}
