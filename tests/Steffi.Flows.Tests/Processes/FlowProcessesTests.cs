using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Flows.Tests.Processes;

/// <summary>Flows and the sockets of two namespaces on one host.</summary>
public sealed class FlowProcessesTests : IDisposable
{
    private static readonly GremlinDialect Dialect = GremlinDialect.Skydive.With(new SocketSteps());

    private readonly Graph _graph = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly FlowProcesses _processes;
    private readonly Task _following;

    public FlowProcessesTests()
    {
        _graph.Write(change =>
        {
            foreach (var place in (ReadOnlySpan<string>)["blue", "red"])
            {
                change.AddNode(place, Metadata.Of(("Type", "netns"), ("Name", place)));
                change.AddNode($"eth-{place}", Metadata.Of(("Type", "veth"), ("TID", $"tid-{place}")));
                change.AddEdge(place, $"eth-{place}", Metadata.Of(("RelationType", "ownership")));
            }
        });
        _processes = new FlowProcesses(_graph, TimeSpan.FromMinutes(1));
        _following = _processes.RunAsync(_stopping.Token);
    }

    [Fact]
    public async Task Both_ends_are_named()
    {
        Show("blue", Socket("TCP", "10.0.0.1", 4000, "10.0.0.2", 80, 11, "curl"));
        Show("red", Socket("TCP", "10.0.0.2", 80, "10.0.0.1", 4000, 12, "nginx"));
        var flow = await ToldAsync(FlowOf("TCP", "10.0.0.1", 4000, "10.0.0.2", 80, "tid-blue"), "ProcessA", "ProcessB");
        Assert.Equal("curl", flow.Details["ProcessA.Name"].AsString());
        Assert.Equal(12, flow.Details["ProcessB.PID"].AsInt());
    }

    [Fact]
    public async Task A_process_with_a_node_is_described_whole()
    {
        _graph.Write(change => change.AddNode("process-11", Metadata.Of(("Type", "process"), ("PID", 11), ("Name", "fetch.py"), ("Comm", "python3"), ("Cmdline", "python3 fetch.py"), ("Cgroup", "/user"), ("NetNS", 7))));
        // The number was another's before, of whom no node tells.
        _graph.Write(change => change.AddNode("process-12", Metadata.Of(("Type", "process"), ("PID", 12), ("Name", "cron"), ("Comm", "cron"), ("Cmdline", "cron -f"))));
        Show("blue", Socket("TCP", "10.0.0.1", 4000, "10.0.0.2", 80, 11, "python3"));
        Show("red", Socket("TCP", "10.0.0.2", 80, "10.0.0.1", 4000, 12, "nginx"));
        var flow = FlowOf("TCP", "10.0.0.1", 4000, "10.0.0.2", 80, "tid-blue");
        var told = await ToldAsync(flow, "ProcessA", "ProcessB");
        Assert.Equal(Metadata.Of(("PID", 11), ("Name", "fetch.py"), ("Cmdline", "python3 fetch.py"), ("Cgroup", "/user"), ("NetNS", 7)), told.Details["ProcessA"].AsMap());
        Assert.Equal(Metadata.Of(("PID", 12), ("Name", "nginx")), told.Details["ProcessB"].AsMap());
        // Its flow is reported when it is gone.
        _graph.Write(change => change.DeleteNode("process-11"));
        Show("blue", Socket("TCP", "10.0.0.1", 4001, "10.0.0.2", 80, 13, "wget"));
        await ToldAsync(FlowOf("TCP", "10.0.0.1", 4001, "10.0.0.2", 80, "tid-blue"), "ProcessA");
        Assert.Equal("python3 fetch.py", _processes.Tell(flow).Details["ProcessA.Cmdline"].AsString());
    }

    [Fact]
    public async Task A_server_that_only_listens_is_named_for_its_own_namespace()
    {
        Show("red", Socket("UDP", "0.0.0.0", 53, "0.0.0.0", 0, 12, "named"));
        var flow = await ToldAsync(FlowOf("UDP", "10.0.0.1", 4000, "10.0.0.2", 53, "tid-red"), "ProcessB");
        Assert.Equal("named", flow.Details["ProcessB.Name"].AsString());
        Assert.False(_processes.Tell(FlowOf("UDP", "10.0.0.1", 4000, "10.0.0.2", 53, "tid-blue")).Details.Contains("ProcessB"));
    }

    [Theory]
    [InlineData("UDP", "0.0.0.0", "10.0.0.1", "10.0.0.2", "tid-red")]
    [InlineData("UDP", "0.0.0.0", "10.0.0.1", "10.0.0.2", "tid-blue")]
    [InlineData("UDP", "::", "10.0.0.1", "10.0.0.2", "tid-elsewhere")]
    [InlineData("TCP", "::", "fd00::1", "fd00::2", "tid-elsewhere")]
    [InlineData("UDP", "::ffff:10.0.0.2", "10.0.0.1", "10.0.0.2", "tid-elsewhere")]
    public async Task A_server_is_found_by_its_address_wherever_its_flow_passes(string protocol, string bound, string client, string server, string tid)
    {
        HasAddress("blue", client);
        HasAddress("red", server);
        Show("blue", Socket(protocol, client, 4000, server, 53, 11, "dig"), Socket(protocol, bound.Contains("10.") ? "0.0.0.0" : bound, 53, "::", 0, 13, "another"));
        Show("red", Socket(protocol, bound, 53, bound.Contains(':') ? "::" : "0.0.0.0", 0, 12, "named"));
        var flow = await ToldAsync(FlowOf(protocol, client, 4000, server, 53, tid), "ProcessA", "ProcessB");
        Assert.Equal(("dig", "named"), (flow.Details["ProcessA.Name"].AsString(), flow.Details["ProcessB.Name"].AsString()));
    }

    [Fact]
    public async Task Of_several_processes_that_share_a_port_none_is_named()
    {
        Show("red", Socket("TCP", "0.0.0.0", 80, "0.0.0.0", 0, 12, "nginx"), Socket("TCP", "0.0.0.0", 80, "0.0.0.0", 0, 14, "nginx"),
            Socket("TCP", "10.0.0.2", 80, "10.0.0.1", 4001, 14, "nginx"));
        await ToldAsync(FlowOf("TCP", "10.0.0.1", 4001, "10.0.0.2", 80, "tid-red"), "ProcessB");
        Assert.False(_processes.Tell(FlowOf("TCP", "10.0.0.1", 4000, "10.0.0.2", 80, "tid-red")).Details.Contains("ProcessB"));
    }

    [Fact]
    public async Task The_same_loopback_ends_in_two_namespaces_are_told_apart()
    {
        Show("blue", Socket("TCP", "127.0.0.1", 4000, "127.0.0.1", 80, 11, "blue-client"));
        Show("red", Socket("TCP", "127.0.0.1", 4000, "127.0.0.1", 80, 12, "red-client"));
        var flow = FlowOf("TCP", "127.0.0.1", 4000, "127.0.0.1", 80, "tid-red");
        Assert.Equal("red-client", (await ToldAsync(flow, "ProcessA")).Details["ProcessA.Name"].AsString());
        Assert.Equal("blue-client", _processes.Tell(flow with { NodeTID = "tid-blue" }).Details["ProcessA.Name"].AsString());
        Assert.False(_processes.Tell(flow with { NodeTID = "tid-elsewhere" }).Details.Contains("ProcessA"));
    }

    [Fact]
    public async Task A_socket_that_is_gone_is_remembered_and_a_mapped_address_is_IPv4()
    {
        Show("blue", Socket("TCP", "::ffff:10.0.0.1", 4000, "::ffff:10.0.0.2", 80, 11, "curl"));
        Show("blue");
        Show("blue", Socket("TCP", "10.0.0.1", 4001, "10.0.0.2", 80, 13, "wget"));
        await ToldAsync(FlowOf("TCP", "10.0.0.1", 4001, "10.0.0.2", 80, "tid-blue"), "ProcessA");
        Assert.Equal("curl", _processes.Tell(FlowOf("TCP", "10.0.0.2", 80, "10.0.0.1", 4000, "tid-blue")).Details["ProcessB.Name"].AsString());
    }

    [Fact]
    public void Sockets_of_nodes_can_be_filtered_and_read()
    {
        Show("blue", Socket("TCP", "10.0.0.1", 4000, "10.0.0.2", 80, 11, "curl"), Socket("UDP", "0.0.0.0", 68, "0.0.0.0", 0, 14, "dhclient"));
        var low = JsonDocument.Parse(Ask("G.V().Has('Type', 'netns').Sockets().Has('LocalPort', Lt(1024))")).RootElement;
        Assert.Equal("dhclient", Assert.Single(low[0].GetProperty("blue").EnumerateArray()).GetProperty("Name").GetString());
        Assert.Equal("""["curl","dhclient"]""", Ask("G.V().Sockets().Values('Name')"));
        Assert.Equal("2", Ask("G.V().Sockets().HasEither('Protocol', 'UDP', 'RemotePort', 80).Count()"));
        Assert.Equal("[]", Ask("G.V().Has('Name', 'red').Sockets()"));
        Assert.Throws<QueryException>(() => Ask("G.E().Sockets()"));
    }

    [Fact]
    public void Sockets_that_came_and_went_are_in_the_slice()
    {
        var begin = _graph.Now;
        Show("blue", Socket("TCP", "10.0.0.1", 4000, "10.0.0.2", 80, 11, "curl"));
        Show("blue");
        Assert.Equal("[]", Ask("G.V().Has('Name', 'blue').Sockets()"));
        Assert.Contains("curl", _graph.During(new TimeWindow(begin, _graph.Now.AddSeconds(1))).Query("G.V().Has('Name', 'blue').Sockets()", options: new QueryOptions { Dialect = Dialect }).ToJson());
    }

    public void Dispose()
    {
        _stopping.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _following.GetAwaiter().GetResult());
        _graph.Dispose();
    }

    private string Ask(string query) => _graph.Query(query, options: new QueryOptions { Dialect = Dialect }).ToJson();

    private void HasAddress(string place, string address) =>
        _graph.Write(change => change.UpdateNode($"eth-{place}", new MetadataPatch { [address.Contains(':') ? "IPV6" : "IPV4"] = new[] { $"{address}/24" } }));

    private void Show(string place, params Metadata[] sockets) =>
        _graph.Write(change => change.UpdateNode(place, new MetadataPatch { ["Sockets"] = sockets.Select(one => (MetadataValue)one).ToArray() }));

    // The graph is followed on a task of its own.
    private async Task<Flow> ToldAsync(Flow flow, params string[] keys)
    {
        for (int i = 0; i < 500; i++, await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            if (_processes.Tell(flow) is var told && keys.All(key => told.Details.Contains(key)))
                return told;
        }
        throw new TimeoutException($"{string.Join(", ", keys)} not known of {flow}");
    }

    private static Metadata Socket(string protocol, string local, int localPort, string remote, int remotePort, int pid, string name) => Metadata.Of(
        ("Protocol", protocol), ("LocalAddress", local), ("LocalPort", localPort), ("RemoteAddress", remote), ("RemotePort", remotePort), ("PID", pid), ("Name", name));

    private static Flow FlowOf(string protocol, string a, int aPort, string b, int bPort, string tid) => new()
    {
        UUID = "1",
        TrackingID = "2",
        L3TrackingID = "3",
        LayersPath = "",
        Application = protocol,
        NodeTID = tid,
        Network = new FlowLayer("IPV4", a, b),
        Transport = new FlowTransport(protocol, aPort, bPort),
    };
}
