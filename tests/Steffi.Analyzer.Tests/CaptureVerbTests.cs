using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Steffi.Analyzer.Tests;

/// <summary>capture and flows against a host of their own, with history on disk.</summary>
public sealed class CaptureVerbTests
{
    [Fact]
    public async Task Packets_of_a_captured_interface_are_flows_now_and_after_a_restart()
    {
        using var pair = new TestPair();
        using var data = new TemporaryFolder();
        string id;
        await using (var host = await RunningHost.StartAsync("--data", data.Path))
        {
            id = (await host.AskAsync("capture", $"G.V().Has('Name', '{pair.Name}')", "--bpf", "icmp", "--name", "pings")).Expect(0).Output.Trim();
            await SeesAsync(host, "G.V().HasKey('Captures').Values('Captures.State')", "active");
            await using var follow = Running.Start(Repository.Host, ["flows", "--server", host.Address.ToString(), "--follow"]);
            pair.Ping(3);
            await SeesAsync(host, "G.Flows().Has('Network', '10.0.0.2').Values('Application')", "ICMPv4");

            var flow = Assert.Single((await host.AskAsync("flows", "-o", "json")).Json().EnumerateArray());
            Assert.Equal(3, flow.GetProperty("Metric").GetProperty("BAPackets").GetInt64());
            Assert.Equal(id, flow.GetProperty("CaptureID").GetString());
            Assert.Contains("10.0.0.1", (await host.AskAsync("flows")).Expect(0).Output);
            var query = $"G.Flows().Has('TrackingID', '{flow.GetProperty("TrackingID").GetString()}').CaptureNode().Values('Name')";
            Assert.Equal($"\"{pair.Name}\"\n", (await host.AskAsync("query", "-o", "jsonl", query)).Expect(0).Output);
            Assert.Equal("1\n", (await host.AskAsync("query", "--dialect", "tinkerpop", "-o", "jsonl", "g.Flows().count()")).Expect(0).Output);
            Assert.Contains("pings", (await host.AskAsync("capture", "list")).Expect(0).Output);
            (await host.StopAsync(Running.Interrupt, TimeSpan.FromSeconds(15))).Expect(0);
        }
        await using var again = await RunningHost.StartAsync("--data", data.Path);
        Assert.Equal("1\n", (await again.AskAsync("query", "G.At('0s', 60).Flows().Count()")).Expect(0).Output);
        await SeesAsync(again, "G.V().HasKey('Captures').Values('Captures.State')", "active");
        (await again.AskAsync("capture", "delete", id[..8])).Expect(0);
        Assert.Contains("0 captures", (await again.AskAsync("capture", "list")).Expect(0).Output);
        Assert.Contains("not found", (await again.AskAsync("capture", "delete", id)).Expect(1).Error);
    }

    [Fact]
    public async Task Skydives_clients_make_read_and_delete_captures()
    {
        await using var host = await RunningHost.StartAsync("--memory");
        using var http = new HttpClient { BaseAddress = host.Address };
        const string capture = """{"GremlinQuery": "G.V().Has('Name', 'nobody')", "ExtraTCPMetric": true, "LayerKeyMode": "L3", "RawPacketLimit": 5}""";
        using var made = await PostAsync(http, capture);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("UUID").GetString()!;

        var all = await http.GetFromJsonAsync<JsonElement>("api/capture");
        var stored = all.GetProperty(id);
        Assert.Equal((0, true, "L3", 5), (stored.GetProperty("Count").GetInt32(), stored.GetProperty("ExtraTCPMetric").GetBoolean(),
            stored.GetProperty("LayerKeyMode").GetString(), stored.GetProperty("RawPacketLimit").GetInt32()));
        Assert.Equal(id, (await http.GetFromJsonAsync<JsonElement>($"api/capture/{id}")).GetProperty("UUID").GetString());

        await RefusedAsync(PostAsync(http, capture), HttpStatusCode.Conflict, "duplicated resource");
        await RefusedAsync(PostAsync(http, """{"GremlinQuery": "foo"}"""), HttpStatusCode.BadRequest, "GremlinQuery: Not a valid Gremlin expression: found \"foo\", expected");
        await RefusedAsync(PostAsync(http, """{"GremlinQuery": "G.V()", "BPFFilter": "tcp prot 443"}"""), HttpStatusCode.BadRequest, "BPFFilter 'tcp prot 443': ");
        await RefusedAsync(PostAsync(http, """{"GremlinQuery": "G.V()", "SamplingRate": "often"}"""), HttpStatusCode.BadRequest, "SamplingRate: ");
        foreach (var time in (string[])["9223372036854775807", "-1", "\"soon\""])
            await RefusedAsync(PostAsync(http, $$"""{"GremlinQuery": "G.V()", "Expires": {{time}}}"""), HttpStatusCode.BadRequest, "Expires: ");
        await RefusedAsync(PostAsync(http, "{"), HttpStatusCode.BadRequest, "invalid request body: ");
        await RefusedAsync(http.GetAsync("api/capture/zzz"), HttpStatusCode.NotFound, "Capture 'zzz' not found");
        await RefusedAsync(http.PutAsync($"api/capture/{id}", new StringContent(capture)), HttpStatusCode.MethodNotAllowed, "");

        await RefusedAsync(PostAsync(http, """{"GremlinQuery": "G.At('-1s').V()"}"""), HttpStatusCode.BadRequest, "GremlinQuery: a capture follows the present, without Context");
        await RefusedAsync(PostAsync(http, """{"GremlinQuery": "G.At('-90000h').V()"}"""), HttpStatusCode.BadRequest, "GremlinQuery: ");
        await RefusedAsync(PostAsync(http, """{"GremlinQuery": "G.V()", "Threads": 1000}"""), HttpStatusCode.BadRequest, "Threads: ");

        using var deleted = await http.DeleteAsync($"api/capture/{id}");
        Assert.Equal((HttpStatusCode.OK, ""), (deleted.StatusCode, await deleted.Content.ReadAsStringAsync()));
        Assert.Equal("{}", await http.GetStringAsync("api/capture"));
    }

    [Fact]
    public async Task What_is_no_capture_changes_nothing()
    {
        await using var host = await RunningHost.StartAsync("--memory");
        (await host.AskAsync("capture", "G.V().Has('Name', 'nobody')")).Expect(0);
        Assert.Contains("HeaderSize: ", (await host.AskAsync("capture", "G.V()", "--header-size", "-5")).Expect(1).Error);
        Assert.Contains("Threads: ", (await host.AskAsync("capture", "G.V()", "--threads", "-5")).Expect(1).Error);
        // As a script's variable that is not set.
        Assert.Contains("not found", (await host.AskAsync("capture", "delete", "")).Expect(1).Error);
        Assert.Single((await host.AskAsync("capture", "list", "-o", "json")).Json().EnumerateArray());
    }

    [Fact]
    public async Task A_capture_in_YAML_is_one_too()
    {
        await using var host = await RunningHost.StartAsync("--memory");
        using var http = new HttpClient { BaseAddress = host.Address };
        const string capture = """
            GremlinQuery: G.V().Has('Name', 'nobody')
            Name: "12"
            RawPacketLimit: -1
            ExtraTCPMetric: true
            ExtraLayers: [DNS, VRRP]
            BPFFilter: null
            """;
        using var made = await PostAsync(http, capture, "application/yaml");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var stored = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("12", -1, true, "DNS VRRP"), (stored.GetProperty("Name").GetString(), stored.GetProperty("RawPacketLimit").GetInt32(),
            stored.GetProperty("ExtraTCPMetric").GetBoolean(), string.Join(' ', stored.GetProperty("ExtraLayers").EnumerateArray())));

        await RefusedAsync(PostAsync(http, "GremlinQuery: [", "application/yaml"), HttpStatusCode.BadRequest, "invalid request body: line ");
        await RefusedAsync(PostAsync(http, "&x {? [*x] : a, ? [*x] : b}", "application/yaml"), HttpStatusCode.BadRequest, "invalid request body: line 1, column 7: a key is a text");
        await RefusedAsync(PostAsync(http, new string('[', 500_000), "application/yaml"), HttpStatusCode.BadRequest, "invalid request body: line ");
        await RefusedAsync(PostAsync(http, "", "application/yaml"), HttpStatusCode.BadRequest, "an object is expected");
        var laughs = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{(i > 1 ? i - 1 : "")}, *a{(i > 1 ? i - 1 : "")}]\n"));
        await RefusedAsync(PostAsync(http, laughs, "application/yaml"), HttpStatusCode.BadRequest, "invalid request body: too large");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string body, string type = "application/json") => http.PostAsync("api/capture", new StringContent(body, Encoding.UTF8, type));

    private static async Task RefusedAsync(Task<HttpResponseMessage> call, HttpStatusCode status, string begins)
    {
        using var response = await call;
        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith(begins, await response.Content.ReadAsStringAsync());
    }

    private static async Task SeesAsync(RunningHost host, string query, string expected)
    {
        Finished answer;
        int left = 50;
        do
            answer = await host.AskAsync("query", "-o", "jsonl", query);
        while (!answer.Output.Contains(expected) && --left > 0);
        Assert.Contains(expected, answer.Output);
    }
}
