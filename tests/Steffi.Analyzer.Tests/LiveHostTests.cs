using System.Net;
using System.Text;
using System.Text.Json;

namespace Steffi.Analyzer.Tests;

/// One host for the class, in memory, on this machine's own network.
public sealed class LiveHostTests(LiveHostTests.Fixture fixture) : IClassFixture<LiveHostTests.Fixture>
{
    private RunningHost Host => fixture.Host;

    [Fact]
    public void It_prints_what_it_found_and_how_to_ask()
    {
        Assert.Matches(@"\bnodes\b.*\bnetwork namespaces? besides", Host.Output);
        Assert.Contains("host", Host.Output);
        Assert.Contains("./steffi query", Host.Output);
        Assert.Contains("curl", Host.Output);
    }

    [Fact]
    public async Task It_knows_the_loopback_interface()
    {
        var nodes = (await Host.AskAsync("query", "G.V().Has('Name', 'lo', 'IfIndex', 1)")).Json();
        Assert.NotEmpty(nodes.EnumerateArray());
        Assert.Contains(" lo ", (await Host.AskAsync("query", "-o", "table", "G.V().Has('Name', 'lo')")).Expect(0).Output);
    }

    [Fact]
    public async Task Its_probes_are_running_as_far_as_they_are_allowed()
    {
        var states = (await Host.AskAsync("query", "G.V().Has('Type', 'probe').ValueMap('Name', 'State')")).Json().EnumerateArray()
            .ToDictionary(probe => probe.GetProperty("Name").GetString()!, probe => probe.GetProperty("State").GetString());
        Assert.Contains("netlink", states.Keys);
        Assert.Contains("netns", states.Keys);
        Assert.All(states.Values, state => Assert.Contains(state, (string[])["Running", "Degraded"]));
    }

    [Fact]
    public async Task A_refused_query_shows_its_place_even_as_of_a_time()
    {
        Assert.EndsWith("\n  G.V().Nonsense()\n        ^\n", (await Host.AskAsync("query", "G.V().Nonsense()")).Expect(1).Error);
        Assert.EndsWith("\n  G.V().Nonsense()\n        ^\n", (await Host.AskAsync("query", "--at", "-1s", "G.V().Nonsense()")).Expect(1).Error);
    }

    [Theory]
    [InlineData("-1ms")]
    [InlineData("now")]
    [InlineData("days")]
    [InlineData("iso")]
    [InlineData("rfc1123")]
    [InlineData("unix")]
    [InlineData("milliseconds")]
    public async Task A_time_can_be_written_in_many_ways(string way)
    {
        var now = DateTimeOffset.UtcNow;
        var text = way switch
        {
            "now" => "0s",
            "days" => "0d",
            "iso" => now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"),
            "rfc1123" => now.AddSeconds(1).ToString("R"),
            "unix" => now.AddSeconds(1).ToUnixTimeSeconds().ToString(),
            "milliseconds" => now.ToUnixTimeMilliseconds().ToString(),
            _ => way,
        };
        Assert.Equal("1\n", (await Host.AskAsync("query", "--at", text, "G.V().Has('Type', 'host').Count()")).Expect(0).Output);
    }

    [Fact]
    public async Task Before_it_started_there_was_nothing() =>
        Assert.Equal("0\n", (await Host.AskAsync("query", "--at", "-48h", "G.V().Count()")).Expect(0).Output);

    [Fact]
    public async Task A_deleted_interface_stays_in_the_past()
    {
        using var pair = new TestInterface();
        await using var watch = Host.Watch($"G.V().Has('Name', '{pair.Name}')");
        pair.Add();
        await watch.WaitForAsync(output => output.Contains("\"Added\""));
        // The newest of its states that is surely complete: it was seen from outside.
        var instant = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString();
        pair.Delete();
        await watch.WaitForAsync(output => output.Contains("\"Deleted\""));
        Assert.Empty((await Host.AskAsync("query", $"G.V().Has('Name', '{pair.Name}')")).Json().EnumerateArray());
        var past = Assert.Single((await Host.AskAsync("query", "--at", instant, $"G.V().Has('Name', '{pair.Name}')")).Json().EnumerateArray());
        Assert.Equal("veth", past.GetProperty("Metadata").GetProperty("Type").GetString());
    }

    [Fact]
    public async Task A_watch_as_a_table_is_a_line_a_change()
    {
        await using var watch = Host.Watch("-o", "table", "G.V().Has('Type', 'host')");
        await watch.WaitForAsync(output => output.Contains("+ node  "));
        watch.Signal(Running.Interrupt);
        (await watch.EndAsync(TimeSpan.FromSeconds(5))).Expect(0);
    }

    [Fact]
    public async Task What_is_exported_can_be_asked_offline()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("graph.json");
        (await Host.AskAsync("export", "-o", file)).Expect(0);
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        using var saved = JsonDocument.Parse(File.ReadAllText(file));
        int nodes = Assert.Single(saved.RootElement.EnumerateArray()).GetProperty("Nodes").GetArrayLength();
        Assert.Equal($"{nodes}\n", (await Cli.RunAsync("query", "--graph", file, "G.V().Count()")).Expect(0).Output);
        Assert.Equal("[{", (await Host.AskAsync("export", "--at", "-1ms")).Expect(0).Output[..2]);
    }

    [Fact]
    public async Task The_graph_says_what_the_kernel_says()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("needs CAP_SYS_ADMIN, to enter every network namespace");
        using var pair = new TestInterface();
        pair.Add();
        Assert.Contains("the graph says what the kernel says", (await Host.AskAsync("check")).Expect(0).Output);
    }

    [Fact]
    public async Task A_batch_can_be_asked_too()
    {
        var finished = await Cli.RunAsync(["query", "--server", Host.Address.ToString(), "--batch"], "G.V().Has('Type', 'host').Count()\nG.V(\n");
        Assert.Equal("""{"Query":"G.V().Has('Type', 'host').Count()","Result":[1]}""", finished.Expect(0).Lines[0]);
        Assert.Contains("\"Kind\":\"parse\"", finished.Lines[1]);
    }

    [Fact]
    public async Task The_TinkerPop_dialect_asks_now_and_the_past()
    {
        string[] ask = ["query", "--server", Host.Address.ToString(), "--dialect", "tinkerpop"];
        Assert.Equal("[\n  1\n]\n", (await Cli.RunAsync([.. ask, "g.V().hasLabel('host').count()"])).Expect(0).Output);
        Assert.Equal("[\n  0\n]\n", (await Cli.RunAsync([.. ask, "--at", "-1h", "g.V().count()"])).Expect(0).Output);
        Assert.Equal("""{"Query":"g.V().hasLabel('host').count()","Result":[1]}""", (await Cli.RunAsync([.. ask, "--batch"], "g.V().hasLabel('host').count()\n")).Expect(0).Lines[0]);
    }

    [Fact]
    public async Task A_second_host_on_its_port_is_refused()
    {
        var finished = (await Cli.RunAsync("run", "--memory", "--listen", Host.Address.Authority)).Expect(1);
        Assert.Contains(Host.Address.Authority, finished.Error);
        Assert.Contains("--listen", finished.Error);
        Assert.DoesNotContain("   at ", finished.Error);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused() =>
        Assert.StartsWith("steffi: cannot answer on 192.0.2.1:8082: ", (await Cli.RunAsync("run", "--memory", "--listen", "192.0.2.1:8082")).Expect(1).Error);

    [Theory]
    [InlineData("watch 'G.V()'")]
    [InlineData("watch -o table 'G.V()'")]
    [InlineData("export")]
    public async Task Whoever_has_read_enough_ends_it(string arguments)
    {
        using var folder = new TemporaryFolder();
        // A pipe whose reader has come and gone.
        var script = $"mkfifo pipe; (exec 3< pipe) & exec 4> pipe; wait; exec '{Repository.Host}' {arguments} --server {Host.Address} >&4";
        await using var running = Running.Start("sh", ["-c", script], folder: folder.Path);
        Assert.Equal("", (await running.EndAsync()).Expect(0).Error);
    }

    [Fact]
    public async Task Whoever_follows_and_goes_leaves_no_trace_in_the_log()
    {
        await using var host = await RunningHost.StartAsync("--memory");
        using (var http = new HttpClient { BaseAddress = host.Address })
        {
            using var flows = await http.GetAsync("api/flows", HttpCompletionOption.ResponseHeadersRead);
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/watch") { Content = new StringContent("""{"GremlinQuery": "G.V()"}""") };
            using var watch = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
        Assert.DoesNotContain("exception", (await host.StopAsync(Running.Terminate, TimeSpan.FromSeconds(30))).Expect(0).Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_several_have_is_a_table_of_a_row_each()
    {
        var lines = (await Host.AskAsync("query", "-o", "table", "G.V().Has('Type', 'host').History('Name')")).Expect(0).Lines;
        Assert.Equal(["From", "To", "Value", "Of"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} .* [0-9a-f-]{36}$", lines[2]);
        Assert.Equal("1 row", lines[^1]);
    }

    [Fact]
    public async Task A_query_that_is_no_text_is_refused()
    {
        using var http = new HttpClient { BaseAddress = Host.Address };
        using var response = await http.PostAsync("api/topology", new StringContent("""{"GremlinQuery": 5}"""));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("GremlinQuery has to be a text", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("api/topology")]
    [InlineData("api/capture")]
    public async Task A_body_that_is_larger_than_the_host_takes_is_refused_in_words(string path)
    {
        // Without the host's word the client would begin to send after a second, and meet a closed connection.
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = Host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[31 << 20]) };
        request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.StartsWith("invalid request body: ", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Skydives_clients_find_what_they_know()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Address };
        Assert.Equal(["Host", "Version", "Service"], JsonDocument.Parse(await http.GetStringAsync("api")).RootElement.EnumerateObject().Select(member => member.Name));

        using var slash = await http.GetAsync("api/");
        Assert.Equal((HttpStatusCode.MovedPermanently, "/api"), (slash.StatusCode, slash.Headers.Location!.ToString()));

        var everything = JsonDocument.Parse(await http.GetStringAsync("api/topology")).RootElement;
        Assert.Equal(["Nodes", "Edges"], everything.EnumerateObject().Select(member => member.Name));

        var status = JsonDocument.Parse(await http.GetStringAsync("api/status")).RootElement;
        Assert.True(status.GetProperty("Probes").TryGetProperty("netlink", out _));

        using var empty = await PostAsync(http, "");
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);

        using var count = await PostAsync(http, "G.V().Has('Type', 'host').Count()");
        Assert.Equal("application/json; charset=UTF-8", count.Content.Headers.ContentType!.ToString());
        Assert.Equal("1", await count.Content.ReadAsStringAsync());

        using var refused = await PostAsync(http, "foo.V()");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.StartsWith("GremlinQuery: Not a valid Gremlin expression: found \"foo\", expected ", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_page_that_points_its_own_name_here_reads_nothing()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Host.Address, "api/topology"));
        request.Headers.Host = "page.example:80";
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string query) =>
        http.PostAsync("api/topology", new StringContent(JsonSerializer.Serialize(new { GremlinQuery = query }), Encoding.UTF8, "application/json"));

    public sealed class Fixture : IAsyncLifetime
    {
        internal RunningHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await RunningHost.StartAsync("--memory");

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
