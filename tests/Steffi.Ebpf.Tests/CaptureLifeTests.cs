using Steffi.Bpf;
using Steffi.Plugins.Ebpf;
using Steffi.Probes;

namespace Steffi.Ebpf.Tests;

/// <summary>Starting, stopping, being killed: nothing of ours stays in the kernel.</summary>
public class CaptureLifeTests
{
    private static readonly string[] Kinds = ["tcx", "clsact"];

    public static TheoryData<string> Hooks => [.. Kinds];

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task Stopping_takes_everything_away_and_keeps_the_last_counts(string hook)
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("hook", hook));
        await capture.StartedAsync();
        Assert.Equal((CaptureState.Active, null), capture.Reported);
        Assert.Equal(2, KernelObjects.HangingOn(pair.Right));
        for (int i = 0; i < 10; i++)
            left.Send(Frames.Ethernet(Frames.IPv4(Frames.Udp(1, 2, new byte[20]), "10.0.0.1", "10.0.0.2", 17), 1, 2));
        await capture.StopAsync();
        Assert.Equal(10, Assert.Single(capture.Table.Flows).Metric.ABPackets);
        Assert.Equal(10, capture.Counters.PacketsReceived);
        Assert.Equal(0, KernelObjects.HangingOn(pair.Right));
        Assert.DoesNotContain("clsact", VethPair.In(pair.Right, "tc", "qdisc", "show", "dev", "veth0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_that_goes_away_leaves_nothing()
    {
        var pair = new VethPair();
        var before = KernelObjects.Ours();
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", filter: "udp");
        await capture.StartedAsync();
        Assert.Equal(2, KernelObjects.HangingOn(pair.Right));
        pair.Dispose();
        await capture.StopAsync();
        await GoneAsync(before);
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task A_killed_process_leaves_nothing_that_a_second_start_does_not_take_over(string hook)
    {
        using var pair = new VethPair();
        var before = KernelObjects.Ours();
        using var process = await Victim.StartAsync(pair.Right, hook);
        Assert.Equal(2, KernelObjects.HangingOn(pair.Right));
        process.Kill();
        await process.WaitForExitAsync();
        if (hook == "tcx")
        {
            await GoneAsync(before);
            Assert.Equal(0, KernelObjects.HangingOn(pair.Right));
        }
        await using (var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0"))
        {
            await capture.StartedAsync();
            Assert.Equal(2, KernelObjects.HangingOn(pair.Right));
            await capture.StopAsync();
        }
        Assert.Equal(0, KernelObjects.HangingOn(pair.Right));
        Assert.DoesNotContain("clsact", VethPair.In(pair.Right, "tc", "qdisc", "show", "dev", "veth0"), StringComparison.Ordinal);
        await GoneAsync(before);
    }

    [Fact]
    public async Task Filters_of_others_stay()
    {
        using var pair = new VethPair();
        Needs.Tool("tc", "iproute2");
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("hook", "clsact"));
        await capture.StartedAsync();
        VethPair.In(pair.Right, "tc", "filter", "add", "dev", "veth0", "egress", "bpf", "bytecode", "1,6 0 0 0");
        await capture.StopAsync();
        Assert.Equal(0, KernelObjects.HangingOn(pair.Right));
        Assert.Contains("bytecode", VethPair.In(pair.Right, "tc", "filter", "show", "dev", "veth0", "egress"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_captures_of_one_interface_do_not_disturb_each_other()
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        await using var first = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("hook", "clsact"));
        await first.StartedAsync();
        await using var second = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("hook", "clsact"));
        await second.StartedAsync();
        Assert.Equal(4, KernelObjects.HangingOn(pair.Right));
        left.Send(Frames.Ethernet(Frames.IPv4(Frames.Udp(1, 2, new byte[20]), "10.0.0.1", "10.0.0.2", 17), 1, 2));
        await first.StopAsync();
        left.Send(Frames.Ethernet(Frames.IPv4(Frames.Udp(1, 2, new byte[20]), "10.0.0.1", "10.0.0.2", 17), 1, 2));
        await second.StopAsync();
        Assert.Equal(1, Assert.Single(first.Table.Flows).Metric.ABPackets);
        Assert.Equal(2, Assert.Single(second.Table.Flows).Metric.ABPackets);
    }

    [Fact]
    public void Without_privileges_the_missing_capabilities_are_named()
    {
        Needs.RootAndLibbpf();
        var refused = Assert.Throws<BpfLoadException>(() => Unprivileged.Run(() => FlowProgram.Load(new FlowProgramOptions()).Dispose()));
        Assert.Equal("CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON", refused.Needs);
        Assert.EndsWith("EPERM, needs CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_service_is_given_suffices_and_what_it_lacks_is_named()
    {
        Needs.RootAndLibbpf();
        const int SysAdmin = 21, PerfMon = 38, Bpf = 39;
        Unprivileged.RunWithout([SysAdmin], () => { using var program = FlowProgram.Load(new FlowProgramOptions()); program.Swap(); Assert.Equal(0, program.Drain(static _ => { })); });
        foreach (var (capability, name) in new[] { (PerfMon, "CAP_PERFMON"), (Bpf, "CAP_BPF") })
            Assert.Equal(name, Assert.Throws<BpfLoadException>(() => Unprivileged.RunWithout([SysAdmin, capability], () => FlowProgram.Load(new FlowProgramOptions()).Dispose())).Needs);
    }

    [Fact]
    public void A_kernel_without_BTF_is_said_to_be_one() =>
        Assert.Equal($"flows on kernel {BpfLoadException.RunningKernel}: the kernel has no BTF (/sys/kernel/btf/vmlinux)", BpfLoadException.Refused("flows", 3, "").Message);

    [Fact]
    public void A_program_that_the_verifier_refuses_is_named_with_its_reason_and_the_kernel()
    {
        Needs.RootAndLibbpf();
        var refused = Assert.Throws<BpfLoadException>(() =>
        {
            using var program = BpfObject.Open("broken", BrokenProgram.Bytes());
            program.Load();
        });
        Assert.Equal("steffi_flows", refused.Program);
        Assert.Matches($"^steffi_flows on kernel {BpfLoadException.RunningKernel}: R2 !read_ok$", refused.Message);
    }

    // The kernel frees programs and maps a moment after the last descriptor is closed.
    private static async Task GoneAsync(HashSet<string> before)
    {
        for (int i = 0; i < 1000 && !KernelObjects.Ours().IsSubsetOf(before); i++)
            await Task.Delay(20);
        Assert.Subset(before, KernelObjects.Ours());
    }
}
