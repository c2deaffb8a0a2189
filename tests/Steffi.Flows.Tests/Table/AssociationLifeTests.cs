using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Table;

public sealed class AssociationLifeTests
{
    private const byte Data = 0, Init = 1, InitAck = 2, Abort = 6, Shutdown = 7, ShutdownAck = 8, CookieEcho = 10, ShutdownComplete = 14;

    private static readonly byte[] Word = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];

    [Fact]
    public void An_association_ends_when_both_ends_have_shut_down()
    {
        var flow = FlowOf((Init, false), (InitAck, true), (CookieEcho, false), (Data, false), (Shutdown, false));
        Assert.Equal((FlowFinishType.NotFinished, Second), (flow.FinishType, flow.Metric.RTT));
        flow = FlowOf((Init, false), (InitAck, true), (CookieEcho, false), (Data, false), (Shutdown, false), (ShutdownAck, true), (ShutdownComplete, false));
        Assert.Equal((FlowFinishType.SctpShutdown, 5, 2), (flow.FinishType, flow.Metric.ABPackets, flow.Metric.BAPackets));
        Assert.Contains("\"FinishType\":\"SCTP_SHUTDOWN\"", FlowJson.Text(flow), StringComparison.Ordinal);
    }

    [Fact]
    public void An_abort_of_either_end_is_the_end_even_behind_other_chunks()
    {
        Assert.Equal(FlowFinishType.SctpAbort, FlowOf((Init, false), (Abort, true)).FinishType);
        byte[] both = [.. Chunk(CookieEcho), .. Chunk(Abort)];
        Assert.Equal(FlowFinishType.SctpAbort, Assert.Single(Metered(null, Ethernet(0x0800, IPv4(132, Sctp(1, 2, both))))).FinishType);
    }

    [Fact]
    public void An_association_after_the_end_of_another_is_another_flow()
    {
        List<Flow> told = [];
        using var table = new FlowTable(null, told.Add);
        foreach (var (second, chunk) in new[] { Init, Abort, Init }.Index())
            table.Add(new Frame(Packet(chunk, back: false), Noon + second * Second));
        Assert.NotEqual(Assert.Single(told).UUID, Assert.Single(table.Flows).UUID);
    }

    private static Flow FlowOf(params (byte Chunk, bool Back)[] packets) => Assert.Single(Metered(null, packets.Select(packet => Packet(packet.Chunk, packet.Back))));

    private static byte[] Packet(byte chunk, bool back) =>
        Ethernet(0x0800, IPv4(132, back ? Sctp(2, 1, Chunk(chunk)) : Sctp(1, 2, Chunk(chunk)), back ? "10.0.0.2" : "10.0.0.1", back ? "10.0.0.1" : "10.0.0.2"), back ? 2 : 1, back ? 1 : 2);

    private static byte[] Chunk(byte type) => [type, 3, .. Two(4 + Word.Length), .. Word];
}
