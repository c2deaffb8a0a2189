using Steffi.Flows;
using Steffi.PcapFilter;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>A filter means in the kernel what libpcap's own interpreter says of it.</summary>
public class FilterTranslationTests
{
    private const int Matches = 1, Next = -1;

    // Classic BPF: loads, stores, arithmetic, jumps, returns (linux/bpf_common.h).
    private const ushort LdWord = 0x20, LdHalf = 0x28, LdByte = 0x30, LdWordX = 0x40, LdHalfX = 0x48, LdByteX = 0x50, LdLength = 0x80, LdImmediate = 0x00, LdMemory = 0x60;
    private const ushort LdxImmediate = 0x01, LdxMemory = 0x61, LdxLength = 0x81, LdxHeader = 0xb1, St = 0x02, Stx = 0x03, Tax = 0x07, Txa = 0x87, Negate = 0x84;
    private const ushort Always = 0x05, ReturnA = 0x16, Return = 0x06, ByX = 0x08;

    private static readonly ushort[] Arithmetic = [0x04, 0x14, 0x24, 0x34, 0x44, 0x54, 0x64, 0x74, 0x94, 0xa4], Jumps = [0x15, 0x25, 0x35, 0x45];

    public static TheoryData<string> Expressions =>
    [
        "ip", "ip6", "arp", "tcp", "udp or icmp", "icmp6", "not ip", "port 53", "src port 53", "dst portrange 1-1024", "tcp port 80 or tcp port 443", "host 10.0.0.1",
        "net 192.168.0.0/16", "src net 10.0.0.0/8 and not dst port 22", "vlan", "vlan 10", "vlan and tcp", "vlan and vlan and ip", "ether host 00:00:5e:00:01:01", "ether multicast",
        "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "tcp[13] = 0x12 and ip[8] < 64", "ip[6:2] & 0x1fff != 0", "len > 500", "less 100", "ip proto 47", "ip6 proto 17 and port 53",
        "ip[2:2] - ((ip[0] & 0xf) << 2) > 100", "udp[8:4] & 0xff = 3 or (len / 7) % 3 = 1", "mpls", "pppoes and ip", "geneve", "ip multicast", "greater 60 and (icmp[icmptype] = icmp-echo or tcp)",
    ];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Of_real_frames_those_match_that_libpcap_lets_pass(string expression)
    {
        Needs.RootAndLibbpf();
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        var filter = new CaptureFilter(expression, CaptureFilter.WholeFrame).Compile(LinkType.Ethernet)!;
        using var next = TestRun.Returning(Matches);
        using var program = FilterProgram.Load(filter, next.Descriptor);
        foreach (byte[] frame in RealFrames.All)
            Assert.Equal(Interpreted(filter, frame) != 0 ? Matches : Next, TestRun.Of(program.Descriptor, frame));
    }

    [Fact]
    public void Real_frames_are_of_many_kinds()
    {
        foreach (string kind in new[] { "ip6", "tcp", "udp", "icmp", "arp", "vlan", "ip proto 47", "ip[6:2] & 0x1fff != 0" })
        {
            var filter = new CaptureFilter(kind, CaptureFilter.WholeFrame).Compile(LinkType.Ethernet)!;
            Assert.Contains(RealFrames.All, frame => Interpreted(filter, frame) != 0);
            Assert.Contains(RealFrames.All, frame => Interpreted(filter, frame) == 0);
        }
    }

    [Fact]
    public void Each_instruction_leaves_in_A_what_the_interpreter_has_there()
    {
        Needs.RootAndLibbpf();
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        byte[] frame = new byte[64];
        new Random(1).NextBytes(frame);
        frame[14] = 0x47;
        using var matched = TestRun.Returning(Matches);
        foreach (var instructions in Programs())
        {
            uint inA = Interpreted([.. instructions, new(ReturnA, 0)], frame);
            using var program = FilterProgram.Load([.. instructions, new(0x15, inA, 0, 1), new(Return, 1), new(Return, 0)], matched.Descriptor);
            // Where the interpreter has ended early it says 0, and here nothing matches.
            int expected = inA != 0 || Interpreted([.. instructions, new(Return, 1)], frame) != 0 ? Matches : Next;
            Assert.True(expected == TestRun.Of(program.Descriptor, frame), string.Join(" ", instructions.Select(one => $"{one.Code:x2}:{one.Value:x}")) + $" gives {inA:x}");
        }
    }

    private static IEnumerable<BpfInstruction[]> Programs()
    {
        foreach (ushort load in new[] { LdWord, LdHalf, LdByte })
            foreach (uint at in new uint[] { 0, 13, 60, 61, 62, 63, 64, 4000 })
                yield return [new(load, at)];
        foreach (ushort load in new[] { LdWordX, LdHalfX, LdByteX })
            foreach (uint x in new uint[] { 0, 7, 50, 60, 4000 })
                yield return [new(LdxImmediate, x), new(load, 3)];
        yield return [new(LdImmediate, 0xdeadbeef)];
        yield return [new(LdLength, 0)];
        yield return [new(LdxLength, 0), new(Txa, 0)];
        yield return [new(LdxHeader, 14), new(LdByteX, 14)];
        yield return [new(LdxHeader, 64), new(Txa, 0)];
        yield return [new(LdWord, 8), new(Tax, 0), new(LdImmediate, 0), new(Txa, 0)];
        for (uint word = 0; word < 16; word++)
        {
            yield return [new(LdWord, word), new(St, word), new(LdImmediate, 0), new(LdMemory, word)];
            yield return [new(LdxImmediate, word + 77), new(Stx, word), new(LdxImmediate, 0), new(LdxMemory, word), new(Txa, 0)];
        }
        foreach (uint a in new uint[] { 0, 1, 3, 0x7fffffff, 0x80000000, 0xffffffff, 0x12345678 })
        {
            yield return [new(LdImmediate, a), new(Negate, 0)];
            foreach (ushort operation in Arithmetic)
            {
                foreach (uint b in new uint[] { 0, 1, 5, 31, 32, 33, 0x80000001 })
                    yield return [new(LdImmediate, a), new(LdxImmediate, b), new((ushort)(operation | ByX), 0)];
                yield return [new(LdImmediate, a), new(operation, 7)];
            }
            foreach (ushort jump in Jumps)
            {
                foreach (uint b in new uint[] { 0, 3, 0x80000000, 0xffffffff })
                {
                    yield return [new(LdImmediate, a), new(jump, b, 1, 0), new(LdImmediate, 10), new(0x04, 20)];
                    yield return [new(LdImmediate, a), new(LdxImmediate, b), new((ushort)(jump | ByX), 0, 0, 2), new(LdImmediate, 10), new(Always, 1), new(LdImmediate, 30), new(0x04, 40)];
                }
            }
        }
    }

    private static unsafe uint Interpreted(ReadOnlySpan<BpfInstruction> filter, ReadOnlySpan<byte> frame)
    {
        fixed (BpfInstruction* program = filter)
        fixed (byte* bytes = frame)
            return Libpcap.bpf_filter(program, bytes, (uint)frame.Length, (uint)frame.Length);
    }
}
