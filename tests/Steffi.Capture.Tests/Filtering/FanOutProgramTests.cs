using System.Collections.Concurrent;
using Steffi.Flows;
using Steffi.Plugins.Pcap;

namespace Steffi.Capture.Tests;

/// <summary>Which ring a packet goes to: the kernel's program, run by libpcap, on the frames of real captures.</summary>
public sealed class FanOutProgramTests
{
    private const int Shards = 4, MostFrames = 3000;
    private const long LargestFile = 2 << 20;

    // A shard's time is that of its own frames, unless a capture tells it otherwise: what silence ends is no matter here.
    private static readonly TimeSpan Long = TimeSpan.FromDays(36_500);
    private static readonly FlowTableOptions Patient = new() { ExpireAfter = Long, ExpireShortAfter = Long, HoldEnded = Long, UpdateEvery = Long };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shards_that_the_program_chooses_have_the_flows_of_one_table(bool defragments)
    {
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        var files = SharedFiles("flows").Concat(SharedFiles("captures")).ToList();
        var used = new long[Shards];
        foreach (var file in files)
            Compare(file, Patient with { IPDefrag = defragments }, used);
        Assert.True(files.Count > 100);
        Assert.All(used, count => Assert.True(count > used.Sum() / 20, string.Join(' ', used)));
    }

    [Fact]
    public void Damaged_frames_go_where_ShardOf_says_too()
    {
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        var random = new Random(1);
        using var shards = new ShardedFlowTable(Shards);
        var program = FanOutProgram.Of(LinkType.Ethernet, ports: true, origin: 0);
        foreach (var path in SharedFiles("flows"))
        {
            using var file = CaptureFile.Open(path);
            for (int frames = 0; frames < 200 && TryRead(file, out var frame); frames++)
            {
                if (frame.LinkType != LinkType.Ethernet)
                    continue;
                for (int turn = 0; turn < 50; turn++)
                {
                    var bytes = frame.Bytes[..random.Next(1, frame.Bytes.Length + 1)].ToArray();
                    for (int damage = random.Next(4); damage > 0; damage--)
                        bytes[random.Next(Math.Min(bytes.Length, 80))] = (byte)random.Next(256);
                    var damaged = new Frame(bytes, 0);
                    Assert.True(shards.ShardOf(in damaged) == Run(program, in damaged) % Shards, Convert.ToHexString(bytes));
                }
            }
        }
    }

    private static void Compare(string path, FlowTableOptions options, long[] used)
    {
        using var file = CaptureFile.Open(path);
        var (alone, shared) = (new ConcurrentBag<Flow>(), new ConcurrentBag<Flow>());
        using var table = new FlowTable(options, alone.Add);
        using var shards = new ShardedFlowTable(Shards, options, shared.Add);
        var programs = new Dictionary<LinkType, BpfInstruction[]>();
        for (int frames = 0; frames < MostFrames && TryRead(file, out var frame); frames++)
        {
            int shard = shards.ShardOf(in frame);
            if (frame.LinkType is LinkType.Ethernet or LinkType.Raw)
            {
                if (!programs.TryGetValue(frame.LinkType, out var program))
                    programs[frame.LinkType] = program = FanOutProgram.Of(frame.LinkType, ports: !options.IPDefrag, origin: 0);
                Assert.Equal(shard, (int)(Run(program, in frame) % Shards));
            }
            used[shard]++;
            shards[shard].Add(in frame);
            table.Add(in frame);
        }
        table.Flush();
        shards.Flush();
        Assert.Equal(Last(alone), Last(shared));
    }

    private static bool TryRead(CaptureFile file, out Frame frame)
    {
        try
        {
            return file.TryRead(out frame);
        }
        catch (CaptureFormatException)
        {
            frame = default;
            return false;
        }
    }

    private static unsafe uint Run(BpfInstruction[] program, in Frame frame)
    {
        fixed (BpfInstruction* instructions = program)
        fixed (byte* bytes = frame.Bytes)
            return Libpcap.bpf_filter(instructions, bytes, (uint)frame.OriginalLength, (uint)frame.Bytes.Length);
    }

    private static List<string> Last(IEnumerable<Flow> flows) => [.. flows.GroupBy(flow => flow.UUID).Select(same => same.MaxBy(flow => flow.Revision)!)
        .Select(flow => $"{flow.UUID} {flow.TrackingID} {flow.ParentUUID} {flow.Application} {flow.Metric}").Order(StringComparer.Ordinal)];

    private static IEnumerable<string> SharedFiles(string folder) => new DirectoryInfo(SharedData.Needed(folder)).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => file.Extension is ".pcap" or ".pcapng" or ".cap" && file.Length < LargestFile).Select(file => file.FullName).Order(StringComparer.Ordinal);
}
