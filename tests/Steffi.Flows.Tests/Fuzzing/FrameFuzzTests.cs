using System.Diagnostics;
using System.Globalization;
using Steffi.Flows.Tests.Reference;
using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Fuzzing;

/// <summary>Alone: what is live is measured of the whole process, and another test's tables would count.</summary>
[CollectionDefinition(nameof(FrameFuzzTests), DisableParallelization = true)]
public sealed class FrameFuzzAlone;

/// <summary>Mutations of real frames through walk, table and reassembly. STEFFI_FUZZ_SECONDS makes it run longer: docs/flows.md.</summary>
[Collection(nameof(FrameFuzzTests))]
public sealed class FrameFuzzTests
{
    private const int Limit = 500, MostAllocated = 1 << 20, AllocatedTelling = 1 << 15;
    private const long MostLive = 48 << 20;

    private static readonly LinkType[] LinkTypes = Enum.GetValues<LinkType>();

    [Fact]
    public async Task No_frame_makes_the_table_throw_or_keep_more_than_it_may()
    {
        int seed = Environment.TickCount;
        double seconds = double.Parse(Environment.GetEnvironmentVariable("STEFFI_FUZZ_SECONDS") ?? "4", CultureInfo.InvariantCulture);
        var frames = Frames();
        int threads = seconds > 60 ? Environment.ProcessorCount : 1;
        long[] ran = await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() => Run(seed + thread, seconds, frames))));
        long executions = ran.Sum();
        TestContext.Current.TestOutputHelper?.WriteLine($"{executions} frames, seed {seed}");
        Assert.True(executions > 1000);
    }

    private static long Run(int seed, double seconds, List<(byte[] Bytes, LinkType LinkType)> frames)
    {
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        long executions = 0, live = 0;
        var tables = new Tables();
        byte[] buffer = new byte[1 << 17];
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            for (int i = 0; i < 2000; i++, executions++)
            {
                var (bytes, linkType) = frames[random.Next(frames.Count)];
                int length = Mutate(random, bytes, frames, buffer);
                if (random.Next(50) == 0)
                    linkType = LinkTypes[random.Next(LinkTypes.Length)];
                tables.Add(random, buffer.AsSpan(0, length), linkType, seed, executions);
            }
            tables.Look();
            if (executions % 100_000 != 0)
                continue;
            long now = GC.GetTotalMemory(forceFullCollection: true);
            live = live == 0 ? now : live;
            Assert.True(now < live + MostLive, $"seed {seed}: {now - live} bytes more than after the first frames");
        }
        // Not after a failure: a table that threw half-way has no end.
        tables.Dispose();
        return executions;
    }

    private static int Mutate(Random random, byte[] bytes, List<(byte[] Bytes, LinkType LinkType)> frames, byte[] buffer)
    {
        int length = Math.Min(bytes.Length, 65_000);
        bytes.AsSpan(0, length).CopyTo(buffer);
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = length == 0 ? 0 : random.Next(random.Next(4) == 0 ? length : Math.Min(length, 80));
            switch (random.Next(7))
            {
                case 0 when length > 0:
                    buffer[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when length > 0:
                    buffer[at] = (byte)random.Next(256);
                    break;
                case 2 when length > 1:
                    buffer[at] = buffer[Math.Min(at + 1, length - 1)] = (byte)(random.Next(2) * 255);
                    break;
                case 3:
                    length = at;
                    break;
                case 4:
                    // The rest of another frame: headers where none belong.
                    byte[] other = frames[random.Next(frames.Count)].Bytes;
                    int from = other.Length == 0 ? 0 : random.Next(other.Length), size = Math.Min(other.Length - from, 2000);
                    other.AsSpan(from, size).CopyTo(buffer.AsSpan(at));
                    length = at + size;
                    break;
                case 5 when length > 0 && length < 60_000:
                    int gap = random.Next(1, 9);
                    buffer.AsSpan(at, length - at).CopyTo(buffer.AsSpan(at + gap));
                    length += gap;
                    break;
                case 6 when length < 60_000:
                    byte[] around = random.Next(2) == 0
                        ? Ethernet(0x0800, IPv4(17, Udp(50000, 4789, Vxlan(7, []))))
                        : Ethernet(0x86DD, IPv6(44, Fragment6(17, random.Next(64) * 8, random.Next(2) == 0, [], (uint)random.Next(8))));
                    buffer.AsSpan(0, length).CopyTo(buffer.AsSpan(around.Length));
                    around.CopyTo(buffer, 0);
                    length += around.Length;
                    break;
            }
        }
        return length;
    }

    private static List<(byte[] Bytes, LinkType LinkType)> Frames()
    {
        List<(byte[], LinkType)> frames = [(Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2, new byte[20]))), LinkType.Ethernet), (Ethernet(0x86DD, IPv6(0, Extension(17, Udp(1, 53, new byte[40])))), LinkType.Ethernet)];
        foreach (string corpus in new[] { "flows", "captures/ndpi", "captures/zeek", "captures/tcpdump", "captures/suricata", "captures/ja4" })
            if (SharedData.Folder(corpus) is { } folder)
                foreach (string file in Directory.GetFiles(folder))
                    if (PlainCapture.Read(file) is { } capture)
                        frames.AddRange(capture.Packets.Take(60).Select(packet => (packet.Bytes, capture.LinkType)));
        return frames;
    }

    /// <summary>One with every option, one with none, one with the other key mode.</summary>
    private sealed class Tables : IDisposable
    {
        private readonly FlowTable[] _tables;
        private long _time = Noon;
        private int _told;

        public Tables()
        {
            var all = new FlowTableOptions
            {
                Limit = Limit,
                IPDefrag = true,
                ReassembleTCP = true,
                ExtraTCPMetric = true,
                RawPacketLimit = 2,
                ExtraLayers = new HashSet<string> { "DNS", "DHCPv4", "VRRP" },
            };
            _tables =
            [
                new FlowTable(all, flow => { _told++; Assert.NotEmpty(FlowJson.Text(flow)); }), new FlowTable(new FlowTableOptions { Limit = Limit }),
                new FlowTable(new FlowTableOptions { Limit = Limit, LayerKeyMode = LayerKeyMode.L3, IPDefrag = true, SamplingRate = 3 }),
            ];
        }

        public void Add(Random random, ReadOnlySpan<byte> bytes, LinkType linkType, int seed, long execution)
        {
            _time += random.Next(1000) == 0 ? random.NextInt64(-200 * Second, 700 * Second) : random.Next(1_000_000);
            int original = random.Next(8) == 0 ? random.Next() : bytes.Length;
            foreach (var table in _tables)
            {
                int told = _told;
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    table.Add(new Frame(bytes, _time, linkType, original));
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}, frame {execution}: {linkType} {Convert.ToHexString(bytes)}: {e}");
                }
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated < MostAllocated + (_told - told) * AllocatedTelling, $"seed {seed}, frame {execution}: {allocated} bytes for {linkType} {Convert.ToHexString(bytes)}");
            }
        }

        public void Look()
        {
            foreach (var table in _tables)
            {
                Assert.InRange(table.Statistics.FlowCount, 0, Limit + 8);
                Assert.Equal(table.Statistics.FlowCount, table.Flows.Count);
            }
        }

        public void Dispose()
        {
            foreach (var table in _tables)
            {
                table.Flush();
                Assert.Empty(table.Flows);
                table.Dispose();
            }
        }
    }
}
