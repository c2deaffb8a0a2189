using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>Standing captures on a graph that the test writes, with capture types of its own: nothing of the kernel.</summary>
public sealed class StandingCaptureTests : IAsyncDisposable
{
    private const string Veths = "G.V().Has('Type', 'veth')";
    private readonly Graph graph = new();
    private readonly CaptureCatalog catalog = new();
    private readonly FakeType good = new("good");
    private readonly string file = Path.GetTempFileName();
    private CaptureHost? host;

    public StandingCaptureTests() => File.Delete(file);

    [Fact]
    public async Task Interfaces_that_come_to_match_are_captured_and_those_that_leave_are_not()
    {
        await StartAsync(good);
        host!.Create(Captures.Of(Veths));
        var first = AddInterface("veth0", 1);
        await RunsOn("veth0");
        AddInterface("veth1", 2);
        AddInterface("eth0", 3, type: "device");
        await RunsOn("veth0", "veth1");
        graph.Write(t => t.UpdateNode(first, new MetadataPatch { ["Type"] = "other" }));
        await RunsOn("veth1");
        await Until.True("its entry is gone from the node", () => !NodeOf("veth0").Contains("Captures"));
    }

    [Fact]
    public async Task A_rename_does_not_end_a_run_but_a_new_life_of_the_same_index_does()
    {
        await StartAsync(good);
        host!.Create(Captures.Of(Veths));
        var id = AddInterface("veth0", 1);
        await RunsOn("veth0");
        graph.Write(t => t.UpdateNode(id, new MetadataPatch { ["Name"] = "renamed" }));
        await Task.Delay(150, TestContext.Current.CancellationToken);
        Assert.Equal(1, good.Runs);
        graph.Write(t => t.DeleteNode(id));
        AddInterface("veth0", 1);
        await Until.True("a second run", () => good.Runs == 2);
        await RunsOn("veth0");
    }

    [Fact]
    public async Task The_node_says_what_captures_it()
    {
        await StartAsync(good);
        var request = Captures.Of(Veths) with { Name = "mine" };
        host!.Create(request);
        AddInterface("veth0", 1);
        await Until.True("the entry", () => EntryOf("veth0")["State"] == "active");
        var entry = EntryOf("veth0");
        Assert.Equal(request.ID, entry["ID"].AsString());
        Assert.Equal("good", entry["Type"].AsString());
        Assert.Equal("mine", entry["Name"].AsString());
        await Until.True("its counters", () => EntryOf("veth0")["PacketsReceived"] == 7 && EntryOf("veth0")["PacketsDropped"] == 2);
    }

    [Fact]
    public async Task An_entry_that_somebody_wrote_over_comes_back()
    {
        await StartAsync(good);
        host!.Create(Captures.Of(Veths));
        var id = AddInterface("veth0", 1);
        await Until.True("the entry", () => NodeOf("veth0").Contains("Captures"));
        graph.Write(t => t.UpdateNode(id, new MetadataPatch().Remove("Captures")));
        await Until.True("the entry again", () => NodeOf("veth0").Contains("Captures"));
    }

    [Fact]
    public async Task A_node_that_vanishes_takes_nothing_with_it()
    {
        await StartAsync(good);
        host!.Create(Captures.Of(Veths));
        for (int i = 0; i < 50; i++)
        {
            var id = AddInterface("veth0", 1);
            await Until.True("it runs", () => !good.Running.IsEmpty);
            graph.Write(t => t.DeleteNode(id));
            await Until.True("it ended", () => good.Running.IsEmpty);
        }
        AddInterface("veth0", 1);
        await Until.True("the entry", () => EntryOf("veth0")["State"] == "active");
    }

    [Fact]
    public async Task A_capture_that_throws_is_tried_again_later_and_says_so_while_others_go_on()
    {
        int failures = 0;
        good.Do = context => context.InterfaceName == "veth0" && Interlocked.Increment(ref failures) <= 3 ? throw new IOException("struck by lightning") : Task.CompletedTask;
        await StartAsync(good);
        host!.Create(Captures.Of(Veths));
        AddInterface("veth0", 1);
        AddInterface("veth1", 2);
        await Until.True("the failure", () => EntryOf("veth0")["State"] == "backingoff" && EntryOf("veth0")["Error"] == "IOException: struck by lightning");
        await Until.True("the other one", () => EntryOf("veth1")["State"] == "active");
        await Until.True("it recovered", () => EntryOf("veth0")["State"] == "active");
        Assert.Equal(4, failures);
        Assert.Equal("IOException: struck by lightning", EntryOf("veth0")["Error"].AsString());
    }

    [Fact]
    public async Task Without_a_type_the_next_best_is_taken_and_the_node_says_why()
    {
        var best = new FakeType("best", 50) { Do = _ => throw new NotSupportedException("no such kernel") };
        await StartAsync(good, best);
        host!.Create(Captures.Of(Veths));
        AddInterface("veth0", 1);
        await Until.True("the next best", () => EntryOf("veth0")["State"] == "active");
        Assert.Equal("good", EntryOf("veth0")["Type"].AsString());
        Assert.Contains("best: no such kernel", EntryOf("veth0")["Message"].AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_was_asked_for_is_never_replaced()
    {
        var best = new FakeType("best", 50) { Do = _ => throw new NotSupportedException("no such kernel") };
        await StartAsync(good, best);
        host!.Create(Captures.Of(Veths, "best"));
        AddInterface("veth0", 1);
        await Until.True("the failure", () => EntryOf("veth0")["State"] == "backingoff");
        Assert.Contains("no such kernel", EntryOf("veth0")["Error"].AsString(), StringComparison.Ordinal);
        Assert.Equal(0, good.Runs);
    }

    [Fact]
    public async Task What_no_type_can_serve_is_refused_with_the_best_ones_reason()
    {
        var best = new FakeType("best", 50) { Refuses = _ => "the filter is wrong" };
        good.Refuses = _ => "no filters here";
        await StartAsync(good, best);
        Assert.Equal("the filter is wrong", Assert.Throws<CaptureRefusedException>(() => host!.Create(Captures.Of(Veths))).Message);
        Assert.Equal("there is no capture type 'other': there are best, good", Assert.Throws<CaptureRefusedException>(() => host!.Create(Captures.Of(Veths, "other"))).Message);
        Assert.Empty(host!.Status);
    }

    [Fact]
    public async Task The_same_capture_twice_is_a_duplicate_whatever_it_is_called()
    {
        await StartAsync(good);
        host!.Create(Captures.Of(Veths) with { Name = "one" });
        Assert.True(Assert.Throws<CaptureRefusedException>(() => host.Create(Captures.Of(Veths) with { Name = "two" })).IsDuplicate);
        host.Create(Captures.Of(Veths, filter: "tcp"));
        Assert.Equal(2, host.Status.Count);
    }

    [Fact]
    public async Task A_query_that_gives_no_nodes_is_refused()
    {
        await StartAsync(good);
        Assert.Throws<CaptureRefusedException>(() => host!.Create(Captures.Of("G.V().Count()")));
        Assert.Throws<Gremlin.QuerySyntaxException>(() => host!.Create(Captures.Of("G.V().Nonsense(")));
    }

    [Fact]
    public async Task Captures_stand_again_after_a_restart_until_they_are_deleted()
    {
        await StartAsync(good);
        AddInterface("veth0", 1);
        var request = Captures.Of(Veths, flows: new() { ExtraTCPMetric = true, ExtraLayers = new HashSet<string> { "DNS" }, RawPacketLimit = -1 }, filter: "tcp port 443");
        host!.Create(request);
        await RunsOn("veth0");
        await host.StopAsync();
        Assert.Empty(good.Running);
        Assert.False(NodeOf("veth0").Contains("Captures"));

        await StartAsync();
        await RunsOn("veth0");
        var again = Assert.Single(host!.Status).Request;
        Assert.Equal((request.ID, request.BPFFilter, true, -1), (again.ID, again.BPFFilter, again.Flows.ExtraTCPMetric, again.Flows.RawPacketLimit));
        Assert.Equal(["DNS"], again.Flows.ExtraLayers);
        Assert.True(await host.DeleteAsync(request.ID));
        Assert.False(await host.DeleteAsync(request.ID));
        await host.StopAsync();
        await StartAsync();
        Assert.Empty(host!.Status);
    }

    [Fact]
    public async Task A_capture_with_a_time_to_live_ends_by_itself()
    {
        await StartAsync(good);
        AddInterface("veth0", 1);
        host!.Create(Captures.Of(Veths) with { Expires = DateTimeOffset.UtcNow.AddSeconds(0.5) });
        await RunsOn("veth0");
        await Until.True("it ended", () => host.Status.Count == 0 && good.Running.IsEmpty);
    }

    [Fact]
    public async Task A_node_of_another_machine_or_without_an_index_is_not_captured()
    {
        await StartAsync(good);
        host!.Create(Captures.Of("G.V()"));
        graph.Write(t => t.AddNode(Metadata.Of(("Name", "host"), ("Type", "host"))));
        AddInterface("veth0", 1);
        await RunsOn("veth0");
        Assert.Equal(1, good.Runs);
    }

    [Fact]
    public async Task The_node_names_dissectors_that_throw_and_how_often()
    {
        catalog.Add(() => new Thrower());
        good.Do = context =>
        {
            var tables = context.Tables(2);
            for (ushort port = 4000; port < 4010; port++)
                tables[port % 2].Add(new Frame(FrameSender.Udp(port), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000));
            return Task.CompletedTask;
        };
        await StartAsync(good);
        AddInterface("veth0", 1);
        host!.Create(Captures.Of(Veths, flows: new() { Classify = true }));
        await Until.True("the count", () => EntryOf("veth0")["DissectorsFailed"] is { Kind: ValueKind.List });
        var failed = Assert.Single(EntryOf("veth0")["DissectorsFailed"].AsList()).AsMap();
        Assert.Equal((nameof(Thrower), 10, true), (failed["Name"].AsString(), (int)failed["Thrown"].AsInt(), failed["LastError"].AsString().Contains("no such thing", StringComparison.Ordinal)));
        Assert.Equal(10, EntryOf("veth0")["FlowCount"].AsInt());
    }

    [Fact]
    public async Task The_node_says_what_a_capture_costs_and_where_packets_and_flows_were_lost()
    {
        good.Do = context =>
        {
            var tables = context.Tables(2);
            for (int i = 0; i < 5; i++)
                tables[1].Add(new Frame(FrameSender.Udp((ushort)(4000 + i)), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000));
            for (int i = 0; i < 3; i++)
                tables[0].Add(new Frame(new byte[i], 1));
            var thread = new Thread(() =>
            {
                context.Tick(default, 1);
                var end = Environment.TickCount64 + 60;
                while (Environment.TickCount64 < end)
                    Thread.SpinWait(100);
                context.Tick(new CaptureCounters(100, 10, 11, 12, BufferBytes: 1_000_000), 1);
            });
            thread.Start();
            thread.Join();
            return Task.CompletedTask;
        };
        await StartAsync(good);
        AddInterface("veth0", 1);
        host!.Create(Captures.Of(Veths, flows: new() { Limit = 4 }));
        await Until.True("the counters", () => EntryOf("veth0")["PacketsReceived"] == 107, otherwise: () => EntryOf("veth0"));
        var entry = EntryOf("veth0");
        Assert.Equal([12, 11, 12, 3, 3, 2], ((string[])["PacketsDropped", "PacketsIfDropped", "KernelFlowDropped", "PacketsUnmetered", "FlowDropped", "FlowCount"]).Select(key => (int)entry[key].AsInt()));
        Assert.True(entry["CPUMilliseconds"].AsInt() > 0);
        Assert.True(entry["Memory"].AsInt() > 1_000_000);
        Assert.Equal(Metadata.Of(("TruncatedLink", 3)), entry["Malformed"].AsMap());
    }

    [Fact]
    public async Task Counters_of_several_threads_are_added_up()
    {
        good.Do = context =>
        {
            context.Tables(3);
            for (int shard = 1; shard < 3; shard++)
                context.Tick(new CaptureCounters(100, 10), shard);
            return Task.CompletedTask;
        };
        await StartAsync(good);
        AddInterface("veth0", 1);
        host!.Create(Captures.Of(Veths));
        await Until.True("the sum", () => host.Status[0].Points is [{ Counters: { PacketsReceived: 207, PacketsDropped: 22 } }], otherwise: () => host.Status[0].Points.FirstOrDefault());
        // Nobody told of the interface's own losses: then nothing is said of them.
        Assert.True(EntryOf("veth0")["PacketsIfDropped"].IsNull);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.StopAsync();
        graph.Dispose();
        File.Delete(file);
    }

    private async Task StartAsync(params FakeType[] types)
    {
        foreach (var type in types)
            catalog.Add(type.Make);
        host = Captures.HostOf(graph, catalog, file: file);
        await host.StartAsync();
    }

    private ElementId AddInterface(string name, int index, string type = "veth")
    {
        var id = ElementId.FromName("test", $"{index}");
        graph.Write(t => t.AddNode(id, Metadata.Of(("Name", name), ("Type", type), ("IfIndex", index), ("NetNS", 1))));
        return id;
    }

    private Task RunsOn(params string[] names) =>
        Until.True($"captures on {string.Join(", ", names)}", () => good.Running.Values.Order().SequenceEqual(names.Order()), otherwise: () => string.Join(", ", good.Running.Values));

    private Node NodeOf(string name) => graph.Live.Nodes.Single(node => node["Name"] == name);

    private Metadata EntryOf(string name) => NodeOf(name)["Captures"] is { Kind: ValueKind.List } list ? list.AsList()[0].AsMap() : default;

    private sealed class Thrower() : FlowDissector("THROWN", DissectorCarriers.Udp)
    {
        public override Verdict Dissect(ref DissectorInput input, FlowFields fields) => throw new InvalidOperationException("no such thing");
    }
}
