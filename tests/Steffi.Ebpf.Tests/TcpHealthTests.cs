using System.Net;
using System.Net.Sockets;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>What the kernel knows of a connection stands on its flow.</summary>
public class TcpHealthTests
{
    private const int Port = 7777, QuietPort = 7778;
    private const int QuickAck = 12;   // TCP_QUICKACK

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

        var flows = await capture.FlowsAsync(all => all.Any(flow => flow.Details["Drops"].Kind == ValueKind.Map && Health(flow, Port)["Retransmits"].AsInt() > 0));
        var health = Health(flows.Single(flow => flow.Transport?.B == Port), Port);
        Assert.InRange(health["Retransmits"].AsInt(), 1, 50);
        Assert.InRange(Drops(flows.Single(flow => flow.Transport?.B == Port), "NETFILTER_DROP"), 1, 50);
        Assert.InRange(health["SRTT"].AsInt(), 1000, 2_000_000_000);
        Assert.Equal(Environment.ProcessId, health["Process"].AsMap()["PID"].AsInt());
        var other = flows.Single(flow => flow.Transport?.B == QuietPort);
        Assert.Equal(0, Health(other, QuietPort)["Retransmits"].AsInt());
        Assert.True(other.Details["Drops"].IsNull);
    }

    [Fact]
    public async Task A_connection_that_ends_in_order_lost_nothing()
    {
        using var pair = new VethPair(addressed: true);
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("drain.ms", "200"));
        await capture.StartedAsync();
        using (var connection = await Connection.OpenAsync(pair, Port))
            await connection.SendAsync(1000);
        await Task.Delay(500);
        var flows = await capture.FlowsAsync(all => all.Any(flow => flow.FinishType == Steffi.Flows.FlowFinishType.TcpFin));
        Assert.True(flows.Single(flow => flow.Transport?.B == Port).Details["Drops"].IsNull);
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

    [Theory]
    [InlineData("udp", "NETFILTER_DROP")]
    [InlineData("icmp", "NETFILTER_DROP")]
    [InlineData("udp", "NO_SOCKET")]
    public async Task Datagrams_that_the_kernel_drops_stand_on_their_flow_with_the_reason(string protocol, string reason)
    {
        Needs.Tool("iptables", "iptables");
        Needs.Tool("ping", "iputils-ping");
        using var pair = new VethPair(addressed: true);
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("drain.ms", "200"));
        await capture.StartedAsync();
        if (reason == "NETFILTER_DROP")
            VethPair.In(pair.Right, "iptables", "-A", "INPUT", "-p", protocol, "-j", "DROP");
        for (int i = 0; i < 3; i++)
        {
            if (protocol == "udp")
                VethPair.Inside(pair.Left, () => Send("10.9.8.2", Port));
            else
                VethPair.Try("nsenter", $"--net={VethPair.Path(pair.Left)}", "ping", "-c", "1", "-W", "0.1", "-e", "77", "10.9.8.2");
        }
        var flows = await capture.FlowsAsync(all => all.Sum(flow => Drops(flow, reason)) == 3);
        Assert.Equal(3, flows.Where(IsDropped).Sum(flow => Drops(flow, reason)));
        Assert.All(flows.Where(IsDropped), flow => Assert.True(flow.Details["TCPHealth"].IsNull));

        bool IsDropped(Steffi.Flows.Flow flow) => protocol == "udp" ? flow.Transport?.B == Port : flow.ICMP is not null;
    }

    [Fact]
    public async Task The_round_trip_is_that_of_now_while_a_connection_lives()
    {
        using var pair = new VethPair(addressed: true);
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("drain.ms", "200"));
        await capture.StartedAsync();
        using var connection = await Connection.OpenAsync(pair, Port);
        await connection.SendAsync(100);
        var flows = await capture.FlowsAsync(all => all.Any(flow => Srtt(flow) > 0));
        Assert.InRange(Srtt(flows.Single(flow => flow.Transport?.B == Port)), 1000, 9_000_000);

        // No state changes and nothing is lost: the server only puts off what it acknowledges, by 40 ms.
        for (int i = 0; i < 12; i++)
        {
            connection.Server.SetRawSocketOption((int)SocketOptionLevel.Tcp, QuickAck, BitConverter.GetBytes(0));
            await connection.SendAsync(100);
            await Task.Delay(50);
        }
        flows = await capture.FlowsAsync(all => all.Any(flow => Srtt(flow) > 10_000_000));
        Assert.InRange(Srtt(flows.Single(flow => flow.Transport?.B == Port)), 10_000_000, 500_000_000);

        static long Srtt(Steffi.Flows.Flow flow) => Health(flow, Port)["SRTT"] is { Kind: ValueKind.Int } srtt ? srtt.AsInt() : 0;
    }

    private static bool Send(string address, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return socket.SendTo([1], new IPEndPoint(IPAddress.Parse(address), port)) == 1;
    }

    private static long Drops(Steffi.Flows.Flow flow, string reason) =>
        flow.Details["Drops"] is { Kind: ValueKind.Map } drops && drops.AsMap()[reason] is { Kind: ValueKind.Int } count ? count.AsInt() : 0;

    private static Metadata Health(Steffi.Flows.Flow flow, int port) =>
        flow.Transport?.B == port && flow.Details["TCPHealth"] is { Kind: ValueKind.Map } health ? health.AsMap() : Metadata.Of(("Retransmits", 0), ("Resets", 0));
}
