using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steffi.Flows.Tests.Reference;

/// <summary>Every variant of every reference capture against Skydive's own flows.</summary>
public sealed class ReferenceFlowTests
{
    private static readonly string[] Compared =
    [
        "LayersPath", "Application", "Link", "Network", "Transport", "ICMP", "Metric", "TCPMetric", "IPMetric",
        "DNS", "DHCPv4", "VRRPv2", "Start", "Last", "RawPacketsCaptured",
    ];

    public static TheoryData<string, string> Variants()
    {
        var data = new TheoryData<string, string>();
        if (SharedData.Folder("flows") is not { } folder)
        {
            data.Add("", "");
            return data;
        }
        foreach (string file in Directory.GetFiles(folder, "*.json").Order())
            foreach (var variant in JsonNode.Parse(File.ReadAllText(file))!["variants"]!.AsObject())
                data.Add(Path.GetFileNameWithoutExtension(file), variant.Key);
        return data;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Flows_are_those_of_the_reference(string capture, string variant)
    {
        string folder = SharedData.Needed("flows");
        var reference = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, capture + ".json")))!["variants"]![variant]!;
        bool isFlushed = (bool)reference["Flushed"]!;
        var flows = Meter(Path.Combine(folder, capture + ".pcap"), Options(reference["Opts"]!), isFlushed);
        var expected = reference["Flows"]!.AsArray();

        Assert.Equal(expected.Select(flow => (string)flow!["LayersPath"]!), flows.Select(flow => flow.LayersPath));
        var differences = new List<string>();
        for (int at = 0; at < flows.Count; at++)
        {
            var ours = JsonNode.Parse(FlowJson.Text(flows[at]))!;
            foreach (string field in Compared)
                Compare($"{at}.{field}", expected[at]![field], ours[field], differences);
        }
        differences.RemoveAll(difference => ReferenceErrors.Explain(capture, variant, difference));
        Assert.Empty(differences);
        Assert.Equal(reference["ParentIndex"]!.AsArray().Select(index => (int)index!), flows.Select(flow => flows.FindIndex(other => other.UUID == flow.ParentUUID)));
        foreach (var (id, classes) in reference["Classes"]!.AsObject())
            Assert.Equal(classes!.ToJsonString(), Classes(flows, id));
    }

    private static List<Flow> Meter(string file, FlowTableOptions options, bool isFlushed)
    {
        var ended = new List<Flow>();
        using var table = new FlowTable(options, flow => { if (isFlushed) ended.Add(flow); });
        PlainCapture.Read(file)!.Feed(table);
        if (!isFlushed)
            return [.. table.Flows];
        table.Flush();
        return ended;
    }

    private static FlowTableOptions Options(JsonNode options) => new()
    {
        // The reference had one clock for all captures and ended nothing within them.
        ExpireShortAfter = TimeSpan.FromSeconds(600),
        RawPacketLimit = (int)options["RawPacketLimit"]!,
        ExtraTCPMetric = (bool)options["ExtraTCPMetric"]!,
        IPDefrag = (bool)options["IPDefrag"]!,
        ReassembleTCP = (bool)options["ReassembleTCP"]!,
        LayerKeyMode = (LayerKeyMode)(int)options["LayerKeyMode"]!,
        ExtraLayers = options["ExtraLayers"]?.AsArray().Select(layer => (string)layer!).ToHashSet() ?? [],
    };

    private static string Classes(List<Flow> flows, string id) => JsonSerializer.Serialize(flows
        .Select((flow, at) => (Id: id switch { "UUID" => flow.UUID, "TrackingID" => flow.TrackingID, _ => flow.L3TrackingID }, At: at))
        .GroupBy(flow => flow.Id, flow => flow.At)
        .Select(group => group.ToArray()));

    private static void Compare(string path, JsonNode? expected, JsonNode? ours, List<string> differences)
    {
        if (expected is JsonObject left && ours is JsonObject right)
        {
            foreach (string key in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
                Compare($"{path}.{key}", left[key], right[key], differences);
        }
        else if (expected is JsonArray first && ours is JsonArray second && first.Count == second.Count)
        {
            for (int at = 0; at < first.Count; at++)
                Compare(string.Create(CultureInfo.InvariantCulture, $"{path}.{at}"), first[at], second[at], differences);
        }
        else if (expected?.ToJsonString() != ours?.ToJsonString())
            differences.Add($"{path}: {expected?.ToJsonString() ?? "none"} -> {ours?.ToJsonString() ?? "none"}");
    }
}
