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

    private static Func<PacketCapture> AsNobody(PacketCapture real) => () => new Wrapped(real, (context, stopping) =>
        Unprivileged.Run(() => real.RunAsync(context, stopping).GetAwaiter().GetResult()));

    /// <summary>How the loopback says it is captured, once it is in that state.</summary>
    private static async Task<Metadata> CapturedAsync(string? type, string state, params Func<PacketCapture>[] types)
    {
        using var graph = new Graph();
        graph.Write(t => t.AddNode(Metadata.Of(("Type", "device"), ("Name", "lo"), ("IfIndex", 1), ("NetNS", 1))));
        var catalog = new CaptureCatalog();
        foreach (var make in types)
            catalog.Add(make);
        await using var host = new CaptureHost(graph, catalog, new CaptureHostOptions { Compile = static _ => static view => view.Nodes, LookEvery = TimeSpan.FromMilliseconds(20) });
        await host.StartAsync();
        host.Create(new CaptureRequest { ID = "c1", GremlinQuery = "G.V()", Type = type });
        for (int i = 0; i < 500; i++)
        {
            if (graph.Live.Nodes.First()["Captures"] is { Kind: ValueKind.List } list && list.AsList()[0].AsMap() is var shown && shown["State"] == state)
                return shown;
            await Task.Delay(20);
        }
        Assert.Fail($"never {state}: {graph.Live.Nodes.First()["Captures"]}");
        return Metadata.Empty;
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
