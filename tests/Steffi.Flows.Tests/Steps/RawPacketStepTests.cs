using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>RawPackets and BPF, live and from the history.</summary>
public class RawPacketStepTests
{
    private static readonly Flow[] Kept =
    [
        Asking.Flow("f1", 1000, 3000) with
        {
            RawPacketsCaptured = 2,
            RawPackets = [new RawPacket(1_000_500_000, 0, new byte[] { 1, 2 }, LinkType.Ethernet, 60), new RawPacket(3_000_000_000, 1, new byte[] { 3 }, LinkType.Ethernet, 1)],
        },
        Asking.Flow("f2", 2000, 2000),
        Asking.Flow("f3", 2000, 2000) with { RawPacketsCaptured = 1, RawPackets = [new RawPacket(2_000_000_000, 0, new byte[] { 1 }, LinkType.Raw, 1)] },
    ];

    [Theory]
    [InlineData("RawPackets()", """[{"f1":[{"Timestamp":1000,"Index":0,"Data":"AQI=","LinkType":1},{"Timestamp":3000,"Index":1,"Data":"Aw==","LinkType":1}],"f3":[{"Timestamp":2000,"Index":0,"Data":"AQ==","LinkType":101}]}]""")]
    [InlineData("Has('UUID', 'f3').RawPackets()", """[{"f3":[{"Timestamp":2000,"Index":0,"Data":"AQ==","LinkType":101}]}]""")]
    [InlineData("Has('UUID', 'f2').RawPackets()", "[]")]
    [InlineData("RawPackets().BPF('1')", """[{"f1":[{"Timestamp":1000,"Index":0,"Data":"AQI=","LinkType":1}],"f3":[{"Timestamp":2000,"Index":0,"Data":"AQ==","LinkType":101}]}]""")]
    [InlineData("RawPackets().BPF('3')", """[{"f1":[{"Timestamp":3000,"Index":1,"Data":"Aw==","LinkType":1}]}]""")]
    [InlineData("RawPackets().BPF('9')", "[]")]
    [InlineData("RawPackets().Count()", "2")]
    public async Task Packets_are_given_by_flow(string query, string json)
    {
        await using var history = new FlowHistory(new MemoryFlowStore());
        foreach (var flow in Kept)
        {
            history.Add(flow with { RawPackets = [.. flow.RawPackets.Take(1)] });
            history.Add(flow);
        }

        await history.FlushAsync();
        var options = Asking.With(new AskedFlows(Kept), history, text => new FirstByte(byte.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(json, new Graph().Query($"G.Flows().{query}", options: options).ToJson());
        Assert.Equal(json, new Graph().Query($"G.At(3, 2).Flows().{query}", options: options).ToJson());
    }

    [Fact]
    public void Packets_of_all_flows_come_in_time() =>
        Assert.Equal([1_000_500_000, 2_000_000_000, 3_000_000_000], ((RawPacketRows)Kept.Ask("G.Flows().RawPackets()").CustomRows!).Packets.Select(packet => packet.Timestamp));

    [Fact]
    public void A_bad_expression_and_a_host_without_a_compiler_are_errors()
    {
        var options = Asking.With(new AskedFlows(Kept), filter: text => throw new ArgumentException($"syntax error: {text}"));
        Assert.Equal("syntax error: foo", Assert.Throws<QueryException>(() => new Graph().Query("G.Flows().RawPackets().BPF('foo')", options: options)).Reason);
        Assert.Equal("BPF needs a compiler of packet filters, which this host does not have",
            Assert.Throws<QueryException>(() => Kept.Ask("G.Flows().RawPackets().BPF('tcp')")).Reason);
        Assert.Equal("Invalid step 'BPF' on '*traversal.FlowTraversalStep'", Assert.Throws<QueryException>(() => Kept.Ask("G.Flows().BPF('tcp')")).Reason);
    }

    private sealed class FirstByte(byte wanted) : IPacketFilter
    {
        public bool Matches(in Frame frame) => frame.Bytes.Length > 0 && frame.Bytes[0] == wanted;
    }
}
