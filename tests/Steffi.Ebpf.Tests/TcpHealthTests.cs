using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>What the kernel knows of a connection stands on its flow.</summary>
public class TcpHealthTests
{
    private const int Port = 7777, QuietPort = 7778;

    [Theory]
    [InlineData("ebpf")]
    [InlineData("hybrid")]
    public async Task Forced_loss_shows_as_retransmissions_and_as_a_drop_with_its_reason_on_the_right_flow(string type)
    {
        Needs.Tool("iptables", "iptables");
        using var pair = new VethPair(addressed: true);
        await using var capture = new RunningCapture(type == "ebpf" ? new EbpfCapture() : new HybridCapture(), pair.Right, "veth0", settings: ("drain.ms", "200"));
        await capture.StartedAsync();
        using var lossy = await Connection.OpenAsync(pair, Port);
        using var quiet = await Connection.OpenAsync(pair, QuietPort);
        await lossy.SendAsync(1000);
        await quiet.SendAsync(1000);

        VethPair.In(pair.Right, "iptables", "-A", "INPUT", "-p", "tcp", "--dport", $"{Port}", "-j", "DROP");
        var waiting = lossy.SendAsync(500);
        await quiet.SendAsync(500);
        await Task.Delay(700);
        VethPair.In(pair.Right, "iptables", "-F", "INPUT");
        await waiting;

        var flows = await capture.FlowsAsync(all => all.Any(flow => Health(flow, Port)["Drops"].Kind == ValueKind.Map && Health(flow, Port)["Retransmits"].AsInt() > 0));
        var health = Health(flows.Single(flow => flow.Transport?.B == Port), Port);
        Assert.InRange(health["Retransmits"].AsInt(), 1, 50);
        Assert.InRange(health["Drops"].AsMap()["NETFILTER_DROP"].AsInt(), 1, 50);
        Assert.InRange(health["SRTT"].AsInt(), 1000, 2_000_000_000);
        Assert.Equal(Environment.ProcessId, health["Process"].AsMap()["PID"].AsInt());
        var other = Health(flows.Single(flow => flow.Transport?.B == QuietPort), QuietPort);
        Assert.Equal(0, other["Retransmits"].AsInt());
        Assert.True(other["Drops"].IsNull);
    }

    [Fact]
    public async Task A_reset_is_counted()
    {
        using var pair = new VethPair(addressed: true);
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("drain.ms", "200"));
        await capture.StartedAsync();
        var connection = await Connection.OpenAsync(pair, Port);
        await connection.SendAsync(10);
        connection.Reset();
        var flows = await capture.FlowsAsync(all => all.Any(flow => !Health(flow, Port).Equals(default(Metadata)) && Health(flow, Port)["Resets"].AsInt() > 0));
        Assert.Equal(1, Health(flows.Single(flow => flow.Transport?.B == Port), Port)["Resets"].AsInt());
    }

    private static Metadata Health(Steffi.Flows.Flow flow, int port) =>
        flow.Transport?.B == port && flow.Details["TCPHealth"] is { Kind: ValueKind.Map } health ? health.AsMap() : Metadata.Of(("Retransmits", 0), ("Resets", 0));
}
