using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Reassembly;

/// <summary>Streams that were torn, repeated and mixed up are counted as a plain assembler counts them, which keeps their segments in a list.</summary>
public sealed class SegmentOracleTests
{
    private const byte Fin = 1, Syn = 2, Rst = 4, Ack = 16;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Torn_streams_are_counted_alike(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 1000; round++)
        {
            var segments = Torn(random);
            var plain = new Assembler();
            Flow? ended = null;
            using (var table = new FlowTable(new FlowTableOptions { ReassembleTCP = true }, flow => ended = flow))
            {
                for (int at = 0; at < segments.Count; at++)
                {
                    var (sequence, length, flags) = segments[at];
                    plain.Add(sequence, length, flags, at + 1);
                    table.Add(new Frame(Ethernet(0x0800, IPv4(6, Tcp(1, 2, flags, new byte[length], sequence))), Noon + at));
                }
                table.Flush();
            }
            plain.Flush();
            if (ended is null)
                continue;
            var metric = ended.Details["TCPMetric"].AsMap();
            var ours = (metric["ABPackets"].AsInt(), metric["ABBytes"].AsInt(), metric["ABSegmentOutOfOrder"].AsInt(), metric["ABSegmentSkipped"].AsInt(),
                metric["ABSegmentSkippedBytes"].AsInt(), metric["ABSawStart"].AsInt() == 1, metric["ABSawEnd"].AsInt() == 1);
            Assert.True(plain.Counts == ours, $"{string.Join(' ', segments)}: {plain.Counts} | {ours}");
        }
    }

    // A SYN is never behind the stream's end here: there it begins another flow.
    private static List<(uint Sequence, int Length, byte Flags)> Torn(Random random)
    {
        uint at = random.Next(2) == 0 ? (uint)random.NextInt64(uint.MaxValue) : uint.MaxValue - (uint)random.Next(3000);
        var segments = new List<(uint, int, byte)>();
        bool hasSyn = random.Next(5) > 0;
        if (hasSyn)
            segments.Add((at, 0, Syn));
        at++;
        for (int count = random.Next(12); count > 0; count--)
        {
            int length = random.Next(1, 400);
            segments.Add((at, length, Ack));
            at += (uint)length;
        }
        if (random.Next(3) > 0)
            segments.Add((at, random.Next(3) == 0 ? 50 : 0, random.Next(3) == 0 ? Rst : (byte)(Fin | Ack)));
        var torn = new List<(uint, int, byte)>();
        foreach (var (sequence, length, flags) in segments)
        {
            if (random.Next(10) == 0)
                continue;
            torn.Add((sequence, length, flags));
            if (random.Next(10) == 0)
                torn.Add((sequence, length, flags));
            if (random.Next(10) == 0 && length > 5)
                torn.Add((sequence - (uint)random.Next(4), length - random.Next(4), Ack));
        }
        for (int swaps = random.Next(4); swaps > 0 && torn.Count > 2; swaps--)
        {
            int first = random.Next(torn.Count), second = Math.Min(torn.Count - 1, first + random.Next(1, 4));
            (torn[first], torn[second]) = (torn[second], torn[first]);
        }
        int syn = torn.FindLastIndex(segment => segment.Item3 == Syn), end = torn.FindIndex(segment => (segment.Item3 & (Fin | Rst)) != 0);
        if (end >= 0 && end < syn)
            torn.RemoveRange(end, torn.Count - end);
        return torn;
    }

    private sealed class Assembler
    {
        private readonly List<(uint Sequence, int Length, bool IsEnd, long Seen)> waiting = [];
        private uint? next;
        private long lastSeen;
        private bool isOpen, isClosed;
        private (long Packets, long Bytes, long OutOfOrder, long Skipped, long SkippedBytes, bool SawStart, bool SawEnd) counts;

        public (long, long, long, long, long, bool, bool) Counts => counts;

        public void Add(uint sequence, int length, byte flags, long seen)
        {
            bool isSyn = (flags & Syn) != 0, isEnd = (flags & (Fin | Rst)) != 0;
            if (isClosed || length == 0 && !isSyn && (!isEnd || !isOpen))
                return;
            isOpen = true;
            if (next is null && isSyn)
            {
                next = sequence + (uint)length + 1;
                Deliver(length, 0, isStart: true, isEnd: false, seen);
            }
            else if (next is null || (int)(sequence - next) > 0)
                waiting.Insert(waiting.FindLastIndex(one => (int)(sequence - one.Sequence) >= 0) + 1, (sequence, length, isEnd, seen));
            else
                Deliver(Fresh(sequence, length), 0, isStart: false, isEnd, seen);
            DeliverWhatFits();
        }

        public void Flush()
        {
            while (!isClosed && waiting.Count > 0)
            {
                DeliverFirst();
                DeliverWhatFits();
            }
        }

        private void DeliverWhatFits()
        {
            while (next is not null && waiting.Count > 0 && (int)(waiting[0].Sequence - next) <= 0)
                DeliverFirst();
        }

        private void DeliverFirst()
        {
            var (sequence, length, isEnd, seen) = waiting[0];
            waiting.RemoveAt(0);
            long skipped = next is null ? -1 : Math.Max((int)(sequence - next.Value), 0);
            Deliver(Fresh(sequence, length), skipped, isStart: false, isEnd, seen);
        }

        private int Fresh(uint sequence, int length)
        {
            int known = next is null ? 0 : (int)(next.Value - sequence);
            if (known > length)
                return 0;
            next = sequence + (uint)length;
            return length - Math.Max(known, 0);
        }

        private void Deliver(int bytes, long skipped, bool isStart, bool isEnd, long seen)
        {
            counts.Packets++;
            counts.Bytes += bytes;
            if (seen < lastSeen) counts.OutOfOrder++; else lastSeen = seen;
            if (skipped != 0) (counts.Skipped, counts.SkippedBytes) = (counts.Skipped + 1, counts.SkippedBytes + skipped);
            counts.SawStart |= isStart;
            counts.SawEnd |= isEnd;
            isClosed |= isEnd;
        }
    }
}
