using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Reassembly;

public sealed class SegmentOrderTests
{
    private const byte Syn = 2, Ack = 16, Fin = 17;

    [Fact]
    public void Segments_in_order_are_counted_as_they_come() =>
        Assert.Equal((4, 30, 0, 0, 0, true, true), Way((0, 0, Syn), (1, 10, Ack), (11, 20, Ack), (31, 0, Fin)));

    [Fact]
    public void A_segment_that_was_overtaken_is_out_of_order_and_no_byte_is_lost() =>
        Assert.Equal((4, 30, 1, 0, 0, true, false), Way((0, 0, Syn), (1, 10, Ack), (21, 10, Ack), (11, 10, Ack)));

    [Fact]
    public void What_comes_twice_counts_once() =>
        Assert.Equal((4, 15, 0, 0, 0, true, false), Way((0, 0, Syn), (1, 10, Ack), (1, 10, Ack), (6, 10, Ack)));

    [Fact]
    public void A_gap_that_nothing_fills_is_skipped_at_the_end() =>
        Assert.Equal((3, 20, 0, 1, 10, true, false), Way((0, 0, Syn), (1, 10, Ack), (21, 10, Ack)));

    [Fact]
    public void A_gap_is_given_up_when_too_much_waits_behind_it()
    {
        var segments = Enumerable.Range(0, 70).Select(i => ((uint)(100 + i * 10), 10, Ack));
        Assert.Equal((71, 700, 0, 1, 99, true, false), Way([(0, 0, Syn), .. segments], flush: false));
    }

    [Fact]
    public void Of_a_stream_that_was_met_in_its_course_the_beginning_is_skipped() =>
        Assert.Equal((2, 20, 1, 1, -1, false, false), Way((1010, 10, Ack), (1000, 10, Ack)));

    [Fact]
    public void Data_before_its_syn_waits_for_it() =>
        Assert.Equal((2, 10, 0, 0, 0, true, false), Way((1, 10, Ack), (0, 0, Syn)) with { Item3 = 0 });

    [Fact]
    public void Sequence_numbers_go_round() =>
        Assert.Equal((3, 20, 0, 0, 0, true, false), Way((0xFFFFFFF0, 0, Syn), (0xFFFFFFF1, 10, Ack), (0xFFFFFFFB, 10, Ack)));

    [Fact]
    public void After_the_end_nothing_counts() =>
        Assert.Equal((3, 10, 0, 0, 0, true, true), Way((0, 0, Syn), (1, 10, Ack), (11, 0, Fin), (11, 0, Fin), (12, 10, Ack)));

    private static (long, long, long, long, long, bool, bool) Way(params (uint Sequence, int Length, byte Flags)[] segments) => Way(segments, flush: true);

    private static (long, long, long, long, long, bool, bool) Way((uint Sequence, int Length, byte Flags)[] segments, bool flush)
    {
        Flow? ended = null;
        using var table = new FlowTable(new FlowTableOptions { ReassembleTCP = true }, flow => ended = flow);
        long time = Noon;
        foreach (var (sequence, length, flags) in segments)
            table.Add(new Frame(Ethernet(0x0800, IPv4(6, Tcp(1, 2, flags, new byte[length], sequence))), time += Second));
        if (flush)
            table.Flush();
        var metric = (flush ? ended! : table.Flows[0]).Details["TCPMetric"].AsMap();
        return (metric["ABPackets"].AsInt(), metric["ABBytes"].AsInt(), metric["ABSegmentOutOfOrder"].AsInt(), metric["ABSegmentSkipped"].AsInt(),
            metric["ABSegmentSkippedBytes"].AsInt(), metric["ABSawStart"].AsInt() == 1, metric["ABSawEnd"].AsInt() == 1);
    }
}
