using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Steffi.Analyzer.Conformance;

/// <summary>An event that Suricata must have seen: fields and their values, as a check of suricata-verify lists them.</summary>
internal sealed partial class SuricataEvent(Dictionary<string, string> fields)
{
    public string? this[string field] => fields.GetValueOrDefault(field);

    /// <summary>The values of a field in whatever place of its lists: <c>dns.answers[].ttl</c> stands for all of them.</summary>
    public IEnumerable<string> All(string field) => fields.Where(pair => Index().Replace(pair.Key, "[]") == field).Select(pair => pair.Value);

    /// <summary>Where the event names both ends with ports.</summary>
    public FlowEnds? Ends(out bool swapped)
    {
        swapped = false;
        return this["src_ip"] is { } a && this["dest_ip"] is { } b && int.TryParse(this["src_port"], out int pa) && int.TryParse(this["dest_port"], out int pb)
            && this["proto"]?.ToUpperInvariant() is "TCP" or "UDP"
                ? FlowEnds.Of(this["proto"]!.ToUpperInvariant(), a, pa, b, pb, out swapped) : null;
    }

    /// <summary>The events that a test demands at least once.</summary>
    public static IEnumerable<SuricataEvent> ParseAll(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        if (stream.Documents is not [{ RootNode: YamlMappingNode root }, ..] || Child(root, "checks") is not YamlSequenceNode checks)
            yield break;
        foreach (var check in checks.OfType<YamlMappingNode>())
            if (Child(check, "filter") is YamlMappingNode filter && Child(filter, "match") is YamlMappingNode match && Child(filter, "count") is not YamlScalarNode { Value: "0" })
                yield return new SuricataEvent(Flat("", match).DistinctBy(pair => pair.Key).ToDictionary());
    }

    // A list may be written as one value too.
    private static IEnumerable<KeyValuePair<string, string>> Flat(string path, YamlNode node) => node switch
    {
        YamlScalarNode scalar => [new(path, scalar.Value ?? "")],
        YamlSequenceNode list => list.Children.SelectMany((item, index) => Flat($"{path}[{index}]", item)),
        YamlMappingNode map => map.Children.SelectMany(pair => Flat(path.Length == 0 ? $"{pair.Key}" : $"{path}.{pair.Key}", pair.Value)),
        _ => [],
    };

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
