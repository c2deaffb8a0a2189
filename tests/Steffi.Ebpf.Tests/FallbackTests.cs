using Steffi.Bpf;
using Steffi.Plugins.Ebpf;
using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Ebpf.Tests;

/// <summary>The kernel does not let a program in: the next best type captures where the request allows it, and the node says why in one line.</summary>
public class FallbackTests
{
    private static string Kernel => BpfLoadException.RunningKernel;

    [Fact]
    public async Task The_verifier_refuses_a_program()
    {
        Needs.RootAndLibbpf();
        var refused = new Wrapped(new HybridCapture(), static (_, _) =>
        {
            using var program = BpfObject.Open("broken", BrokenProgram.Bytes());
            program.Load();
        });
        var node = await CapturedAsync(type: null, state: "active", () => refused, () => new EbpfCapture(), () => new PcapCapture());
        Assert.Equal("ebpf", node["Type"]);
        Assert.Equal($"hybrid: steffi_flows on kernel {Kernel}: R2 !read_ok", node["Message"]);
        Assert.Equal(ValueKind.Null, node["Error"].Kind);
    }

    [Fact]
    public async Task A_capability_is_missing()
    {
        Needs.RootAndLibbpf();
        var node = await CapturedAsync(type: null, state: "active", AsNobody(new HybridCapture()), AsNobody(new EbpfCapture()), () => new PcapCapture());
        Assert.Equal("pcap", node["Type"]);
        string missing = $"flows on kernel {Kernel}: EPERM, needs CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON";
        Assert.Equal($"hybrid: {missing}; ebpf: {missing}", node["Message"]);
    }

    [Fact]
    public async Task A_request_that_names_the_type_gets_no_other()
    {
        Needs.RootAndLibbpf();
        var node = await CapturedAsync(type: "ebpf", state: "backingoff", AsNobody(new EbpfCapture()), () => new PcapCapture());
        Assert.Equal("ebpf", node["Type"]);
        Assert.Equal($"BpfLoadException: flows on kernel {Kernel}: EPERM, needs CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON", node["Error"]);
    }

    [Fact]
    public async Task Other_captures_go_on()
    {
        Needs.RootAndLibbpf();
        await using var captured = await CapturedHost.StartAsync(AsNobody(new EbpfCapture()), () => new PcapCapture());
        captured.Host.Create(new CaptureRequest { ID = "c1", GremlinQuery = "G.V()", Type = "ebpf" });
        captured.Host.Create(new CaptureRequest { ID = "c2", GremlinQuery = "G.V()", Type = "pcap" });
        await captured.ShowsAsync("c1", "backingoff");
        await captured.ShowsAsync("c2", "active");
        using var socket = new System.Net.Sockets.UdpClient();
        for (int i = 0; i < 500 && Received() == 0; i++)
        {
            await socket.SendAsync(new byte[10], 10, "127.0.0.1", 9);
            await Task.Delay(20);
        }
        Assert.NotEqual(0, Received());
        Assert.Equal("backingoff", captured.Shown("c1")!.Value["State"]);

        long Received() => captured.Shown("c2")!.Value["PacketsReceived"] is { Kind: ValueKind.Int } count ? count.AsInt() : 0;
    }

    private static Func<PacketCapture> AsNobody(PacketCapture real) => () => new Wrapped(real, (context, stopping) =>
        Unprivileged.Run(() => real.RunAsync(context, stopping).GetAwaiter().GetResult()));

    /// <summary>How the loopback says it is captured, once it is in that state.</summary>
    private static async Task<Metadata> CapturedAsync(string? type, string state, params Func<PacketCapture>[] types)
    {
        await using var captured = await CapturedHost.StartAsync(types);
        captured.Host.Create(new CaptureRequest { ID = "c1", GremlinQuery = "G.V()", Type = type });
        return await captured.ShowsAsync("c1", state);
    }

    /// <summary>A host that captures the loopback.</summary>
    private sealed class CapturedHost : IAsyncDisposable
    {
        private readonly Graph _graph = new();

        private CapturedHost(Func<PacketCapture>[] types)
        {
            _graph.Write(t => t.AddNode(Metadata.Of(("Type", "device"), ("Name", "lo"), ("IfIndex", 1), ("NetNS", 1))));
            var catalog = new CaptureCatalog();
            foreach (var make in types)
                catalog.Add(make);
            Host = new CaptureHost(_graph, catalog, new CaptureHostOptions { Compile = static _ => static view => view.Nodes, LookEvery = TimeSpan.FromMilliseconds(20) });
        }

        public CaptureHost Host { get; }

        public static async Task<CapturedHost> StartAsync(params Func<PacketCapture>[] types)
        {
            var captured = new CapturedHost(types);
            await captured.Host.StartAsync();
            return captured;
        }

        /// <summary>What the node says of a capture now; null for nothing.</summary>
        public Metadata? Shown(string id) => _graph.Live.Nodes.First()["Captures"] is { Kind: ValueKind.List } list
            ? list.AsList().Select(one => (Metadata?)one.AsMap()).FirstOrDefault(one => one!.Value["ID"] == id) : null;

        public async Task<Metadata> ShowsAsync(string id, string state)
        {
            for (int i = 0; i < 500; i++)
            {
                if (Shown(id) is { } shown && shown["State"] == state)
                    return shown;
                await Task.Delay(20);
            }
            Assert.Fail($"{id} never {state}: {_graph.Live.Nodes.First()["Captures"]}");
            return Metadata.Empty;
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            _graph.Dispose();
        }
    }

    /// <summary>Named and preferred as a real type, which something keeps from running.</summary>
    private sealed class Wrapped(PacketCapture real, Action<CaptureContext, CancellationToken> run) : PacketCapture
    {
        public override string Type => real.Type;

        public override int Preference => real.Preference;

        public override string? Refuses(CaptureRequest request) => real.Refuses(request);

        public override Task RunAsync(CaptureContext context, CancellationToken stopping)
        {
            run(context, stopping);
            return Task.CompletedTask;
        }
    }
}
