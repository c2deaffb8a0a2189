using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Steffi.Core.Tests;

/// <summary>Packed metadata against a plain JSON tree.</summary>
public sealed class RandomMetadataTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["abé漢z:./-0123"], 0, 20],
        Gen.String[Gen.Char["ab\"\\<>&'+\n\t\u0001\u2028é漢"], 0, 20],
        OneOf("UP", "veth", "BROADCAST", "virtio_net", "ownership", "up", "Veth", "UPX"),
        OneOf("10.0.0.1", "10.0.0.1/24", "256.1.1.1", "1.2.3", "01.2.3.4", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4.5", "02:fc:00:00:00:01", "02:FC:00:00:00:01",
            "0b8c6f5e-1111-5222-8333-444455556666", "0B8C6F5E-1111-5222-8333-444455556666", new string('y', 127), new string('y', 128), new string('y', 70_000)));

    private static readonly Gen<JsonNode?> Node = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Text.Select(t => (JsonNode?)t)
        : Gen.OneOf(
            Text.Select(t => (JsonNode?)t),
            Gen.Long.Select(n => (JsonNode?)n),
            Gen.Int[-100, 100].Select(n => (JsonNode?)n),
            Gen.Bool.Select(b => (JsonNode?)b),
            Gen.Const((JsonNode?)null),
            inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray(items)),
            Map(inner).Select(m => (JsonNode?)m)));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<JsonObject> Map(Gen<JsonNode?> value) => Gen.Select(Gen.Int[0, 4].Select(i => "ABCDE"[i].ToString()), value).Array[0, 6].Select(pairs =>
    {
        var map = new JsonObject();
        foreach (var (key, item) in pairs)
            map[key] = item?.DeepClone();
        return map;
    });

    private static Metadata Read(JsonNode map)
    {
        using var document = JsonDocument.Parse(map.ToJsonString());
        return Metadata.FromJson(document.RootElement);
    }

    private static JsonObject Write(Metadata metadata)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            metadata.WriteTo(writer);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(',', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Sorted(p.Value)}")) + "}",
        JsonArray list => "[" + string.Join(',', list.Select(Sorted)) + "]",
        _ => node?.ToJsonString() ?? "null",
    };

    [Fact]
    public void Its_text_is_to_the_byte_what_a_writer_makes_of_each_member() => Map(Node).Sample(map =>
    {
        var metadata = Read(map);
        foreach (var encoder in (JavaScriptEncoder?[])[null, JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping])
        {
            Assert.Equal(
                Written(encoder, writer => WriteMember(writer, map)),
                Written(encoder, metadata.WriteTo));
        }
    }, iter: 2_000);

    private static string Written(JavaScriptEncoder? encoder, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = encoder }))
            write(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    WriteMember(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                    WriteMember(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: writer.WriteStringValue(value.GetValue<string>()); break;
            case null: writer.WriteNullValue(); break;
            default: node.WriteTo(writer); break;
        }
    }

    [Fact]
    public void What_goes_in_comes_out() => Map(Node).Sample(map =>
    {
        var metadata = Read(map);
        Assert.Equal(Sorted(map), Sorted(Write(metadata)));
        Assert.Equal(map.Count, metadata.Count);
        foreach (var (key, value) in map)
        {
            Assert.True(metadata.TryGet(key, out var held));
            Assert.Equal(held.Kind, metadata.KindAt(key));
            Assert.True(metadata.ValueEquals(key, held));
            if (value?.GetValueKind() == JsonValueKind.String)
            {
                Assert.True(metadata.TryGetText(key, new char[80_000], out int length));
                Assert.Equal(held.AsString().Length, length);
            }
        }
    }, iter: 3_000);

    [Fact]
    public void A_diff_leads_from_one_to_the_other_and_equal_maps_are_equal() => Gen.Select(Map(Node), Map(Node)).Sample((a, b) =>
    {
        var (from, to) = (Read(a), Read(b));
        Assert.Equal(to, from.With(from.DiffTo(to)));
        Assert.Equal(Sorted(a) == Sorted(b), from == to);
        Assert.True(from.DiffTo(from).IsEmpty);
    }, iter: 3_000);

    [Fact]
    public void Paths_reach_through_maps_and_gather_through_lists()
    {
        var metadata = Metadata.Of(
            ("Metric", Metadata.Of(("RxBytes", 7))),
            ("Neighbors", new MetadataValue[] { Metadata.Of(("MAC", "02:00:00:00:00:01"), ("State", new[] { "A", "B" })), Metadata.Of(("IP", "1.2.3.4")), Metadata.Of(("MAC", "02:00:00:00:00:02")) }));
        Assert.Equal(7, metadata["Metric.RxBytes"].AsInt());
        Assert.Equal(["02:00:00:00:00:01", "02:00:00:00:00:02"], metadata["Neighbors.MAC"].AsList().Select(v => v.AsString()));
        Assert.Equal(["A", "B"], metadata["Neighbors.State"].AsList().Select(v => v.AsString()));
        Assert.True(metadata["Neighbors.Nothing"].IsNull);
        Assert.False(metadata.Contains("Metric.RxBytes.More"));
    }

    [Fact]
    public void A_patch_makes_the_maps_on_its_way()
    {
        var metadata = Metadata.Of(("A", 1)).With(new MetadataPatch { ["A.B.C"] = 2, ["D"] = 3 }.Remove("X.Y"));
        Assert.Equal("""{"A":{"B":{"C":2}},"D":3}""", metadata.ToString());
        Assert.Equal("""{"A":{"B":{}},"D":3}""", metadata.With(new MetadataPatch().Remove("A.B.C")).ToString());
    }
}
