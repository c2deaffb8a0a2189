using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Analyzer.Conformance;

/// <summary>
/// The scenarios' notation of values: <c>d[1].i</c>, <c>v[marko]</c>, <c>e[marko-knows->vadas].id</c>, <c>m[{…}]</c>, <c>l[…]</c>, <c>s[…]</c>,
/// <c>p[…]</c>, <c>t[id]</c>, <c>D[OUT]</c>, <c>M[outV]</c>, <c>dt[…]</c>, <c>uuid[…]</c>, <c>str[…]</c>; anything else is a string.
/// </summary>
internal sealed class Notation(GraphView view)
{
    public object? Read(string text)
    {
        text = text.Trim();
        if (text is "null") return null;
        if (text is "true" or "false") return text == "true";
        int open = text.IndexOf('[', StringComparison.Ordinal), close = text.LastIndexOf(']');
        if (open < 1 || close < open) return text;
        string kind = text[..open], inner = text[(open + 1)..close], suffix = text[(close + 1)..];
        return (kind, suffix) switch
        {
            ("d", _) => ReadNumber(inner, suffix),
            ("v", "") => (object?)FindVertex(inner) ?? text,
            ("v", ".id") => Present(FindVertex(inner)?.Id.ToString() ?? inner),
            ("v", ".sid") => FindVertex(inner)?.Id.ToString() ?? inner,
            ("e", "") => (object?)FindEdge(inner) ?? text,
            ("e", ".id") => Present(FindEdge(inner)?.Id.ToString() ?? inner),
            ("e", ".sid") => FindEdge(inner)?.Id.ToString() ?? inner,
            ("vp", "") => ReadProperty(inner),
            ("l", "") => new ListNotation(ReadItems(inner)),
            ("s", "") => new SetNotation(ReadItems(inner)),
            ("p", "") => new PathNotation(ReadItems(inner)),
            ("m", "") => ReadMap(inner),
            ("t", "") => Enum.Parse<ElementToken>(inner, ignoreCase: true),
            ("D", "") => inner is "from" ? EdgeDirection.Out : inner is "to" ? EdgeDirection.In : Enum.Parse<EdgeDirection>(inner, ignoreCase: true),
            ("M", "") => new MergeNotation(inner),
            ("dt", "") => DateTimeOffset.Parse(inner, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            ("uuid", "") => Guid.Parse(inner),
            ("str", "") => inner,
            _ => text,
        };
    }

    /// <summary>As id() gives it: a number where the id spells one.</summary>
    private static object Present(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : id;

    private static object ReadNumber(string text, string suffix) => (text, suffix) switch
    {
        ("NaN", _) => double.NaN,
        ("Infinity", _) => double.PositiveInfinity,
        ("-Infinity", _) => double.NegativeInfinity,
        (_, ".b") => sbyte.Parse(text, CultureInfo.InvariantCulture),
        (_, ".s") => short.Parse(text, CultureInfo.InvariantCulture),
        (_, ".i") => int.Parse(text, CultureInfo.InvariantCulture),
        (_, ".l") => long.Parse(text, CultureInfo.InvariantCulture),
        (_, ".n") => BigInteger.Parse(text, CultureInfo.InvariantCulture),
        (_, ".f") => float.Parse(text, CultureInfo.InvariantCulture),
        (_, ".m") => ReadDecimal(text),
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>What has more digits than a decimal stays text, as results have it.</summary>
    private static object ReadDecimal(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) is var digits
            && (digits == text || digits.Count(char.IsAsciiDigit) < 28)
            ? number
            : new DigitsNotation(text);

    /// <param name="text">marko-name->marko.</param>
    private static PropertyNotation ReadProperty(string text)
    {
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        int dash = arrow < 1 ? -1 : text.LastIndexOf('-', arrow - 1);
        return new PropertyNotation(text[(dash + 1)..Math.Max(arrow, 0)], text[(arrow + 2)..]);
    }

    private Node? FindVertex(string name)
    {
        foreach (var node in view.Nodes)
        {
            if (node["name"] == name)
                return node;
        }
        return null;
    }

    /// <param name="text">marko-knows->vadas.</param>
    private Edge? FindEdge(string text)
    {
        int arrow = text.IndexOf("->", StringComparison.Ordinal), dash = text.IndexOf('-', StringComparison.Ordinal);
        if (arrow < 0 || dash >= arrow)
            return null;
        foreach (var edge in view.Edges)
        {
            if (edge["RelationType"] == text[(dash + 1)..arrow] && edge.Parent["name"] == text[..dash] && edge.Child["name"] == text[(arrow + 2)..])
                return edge;
        }
        return null;
    }

    private List<object?> ReadItems(string inner)
    {
        var items = new List<object?>();
        int depth = 0, start = 0;
        for (int i = 0; i <= inner.Length; i++)
        {
            if (i < inner.Length && inner[i] is '[' or '{') depth++;
            else if (i < inner.Length && inner[i] is ']' or '}') depth--;
            else if (i == inner.Length || inner[i] == ',' && depth == 0)
            {
                if (inner.Length > 0)
                    items.Add(Read(inner[start..i]));
                start = i + 1;
            }
        }
        return items;
    }

    private MapNotation ReadMap(string inner)
    {
        using var json = JsonDocument.Parse(inner);
        return ReadMap(json.RootElement);
    }

    private MapNotation ReadMap(JsonElement json) =>
        new([.. json.EnumerateObject().Select(entry => KeyValuePair.Create(Read(entry.Name), ReadJson(entry.Value)))]);

    private object? ReadJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ReadMap(json),
        JsonValueKind.Array => new ListNotation([.. json.EnumerateArray().Select(ReadJson)]),
        JsonValueKind.String => Read(json.GetString()!),
        JsonValueKind.Number => json.TryGetInt32(out int number) ? (object)number : json.TryGetInt64(out long wide) ? wide : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

internal sealed record ListNotation(List<object?> Items);

internal sealed record SetNotation(List<object?> Items);

internal sealed record PathNotation(List<object?> Items);

internal sealed record MapNotation(List<KeyValuePair<object?, object?>> Entries);

/// <param name="Key">Its key; whose it is results do not say.</param>
/// <param name="Value">As text.</param>
internal sealed record PropertyNotation(string Key, string Value);

/// <summary>A decimal with more digits than .NET's.</summary>
internal sealed record DigitsNotation(string Digits);

/// <summary>Merge.outV and Merge.inV.</summary>
internal sealed record MergeNotation(string Word);
