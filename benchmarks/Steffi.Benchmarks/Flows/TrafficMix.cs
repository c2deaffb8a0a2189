using System.Buffers.Binary;

namespace Steffi.Benchmarks;

/// <summary>
/// Traffic to measure with: 66 % of the packets TCP, 19 % UDP, 5 % DNS, 10 % ICMP; of the flows 10 % in VXLAN, 8 % IPv6, 5 % with a VLAN tag.
/// The same for the same seed.
/// </summary>
internal sealed class TrafficMix
{
    /// <summary>Chosen so that a frame has 155 bytes on the average, headers and tunnels included.</summary>
    private const int MeanPayload = 101;

    private const int VxlanHeaders = 14 + 20 + 8 + 8;
    private readonly Random _random;
    private readonly MixFlow[] _flows;
    private readonly byte[] _data;
    private readonly int[] _starts;
    private readonly long[]? _times;

    public TrafficMix(int packets = 1_000_000, int flows = 10_000, int seed = 7, int microsecondsApart = 10)
    {
        _random = new Random(seed);
        _flows = new MixFlow[flows];
        for (int i = 0; i < flows; i++)
            _flows[i] = NewFlow(i);
        _starts = new int[packets + 1];
        MicrosecondsApart = microsecondsApart;
        byte[] data = new byte[packets * 220 + 4096];
        for (int i = 0; i < packets; i++)
        {
            // Every flow begins in turn, then they mix.
            int flow = i < flows ? i : _random.Next(flows);
            _starts[i + 1] = _starts[i] + Write(data.AsSpan(_starts[i]), ref _flows[flow]);
        }
        _data = data[.._starts[packets]];
    }

    private TrafficMix(TrafficMix whole, List<int> packets)
    {
        (_random, _flows, MicrosecondsApart) = (whole._random, whole._flows, whole.MicrosecondsApart);
        _times = [.. packets.Select(whole.Time)];
        _starts = new int[packets.Count + 1];
        _data = new byte[packets.Sum(packet => whole.Bytes(packet).Length)];
        for (int i = 0; i < packets.Count; i++)
        {
            var bytes = whole.Bytes(packets[i]);
            bytes.CopyTo(_data.AsSpan(_starts[i]));
            _starts[i + 1] = _starts[i] + bytes.Length;
        }
    }

    /// <summary>Some of the packets, one behind the other in memory as in a ring of their own.</summary>
    public TrafficMix Only(Func<int, bool> which) => new(this, [.. Enumerable.Range(0, Count).Where(which)]);

    public int Count => _starts.Length - 1;

    public int MicrosecondsApart { get; }

    public double MeanLength => (double)_data.Length / Count;

    public ReadOnlySpan<byte> Bytes(int packet) => _data.AsSpan(_starts[packet], _starts[packet + 1] - _starts[packet]);

    /// <summary>Nanoseconds since 1970.</summary>
    public long Time(int packet) => _times?[packet] ?? 1_700_000_000_000_000_000 + packet * (long)MicrosecondsApart * 1000;

    /// <summary>Writes the packets as a classic pcap file.</summary>
    public void Save(string path)
    {
        using var file = new BinaryWriter(new BufferedStream(File.Create(path), 1 << 16));
        file.Write(0xA1B2C3D4);
        file.Write(0x0004_0002);
        file.Write(0L);
        file.Write(65535);
        file.Write(1);
        for (int i = 0; i < Count; i++)
        {
            file.Write((int)(Time(i) / 1_000_000_000));
            file.Write((int)(Time(i) % 1_000_000_000 / 1000));
            file.Write(Bytes(i).Length);
            file.Write(Bytes(i).Length);
            file.Write(Bytes(i));
        }
    }

    private MixFlow NewFlow(int number)
    {
        int kind = _random.Next(100);
        return new MixFlow
        {
            Number = number,
            Protocol = kind < 66 ? 6 : kind < 90 ? 17 : 1,
            IsDns = kind is >= 85 and < 90,
            IsVxlan = _random.Next(100) < 10,
            IsVersion6 = _random.Next(100) < 8,
            HasVlan = _random.Next(100) < 5,
            Port = (ushort)(1024 + _random.Next(60000)),
            Service = kind is >= 85 and < 90 ? (ushort)53 : (ushort)(_random.Next(2) == 0 ? 443 : 8000 + _random.Next(100)),
        };
    }

    private int Write(Span<byte> into, ref MixFlow flow)
    {
        bool back = flow.Sent > 0 && _random.Next(2) == 0 || flow.Sent == 1;
        int at = flow.IsVxlan ? VxlanHeaders : 0;
        int inner = WriteFrame(into[at..], ref flow, back);
        if (flow.IsVxlan)
            WriteVxlan(into, inner, flow.Number, back);
        flow.Sent++;
        return at + inner;
    }

    private static void WriteVxlan(Span<byte> into, int inner, int flow, bool back)
    {
        Link(into, 0xFF, back ? 1 : 2, back ? 2 : 1, 0x0800);
        Version4(into[14..], 17, 8 + 8 + inner, 0x0A000000u + (back ? 2u : 1u), 0x0A000000u + (back ? 1u : 2u));
        var udp = into[34..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)(49152 + flow % 16384));
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], 4789);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(16 + inner));
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(udp[8..], 0x08000000);
        BinaryPrimitives.WriteUInt32BigEndian(udp[12..], (uint)(100 + flow % 8) << 8);
    }

    private int WriteFrame(Span<byte> into, ref MixFlow flow, bool back)
    {
        int a = back ? flow.Number + 1_000_000 : flow.Number, b = back ? flow.Number : flow.Number + 1_000_000;
        int at = 14;
        Link(into, 2, a, b, flow.HasVlan ? 0x8100 : flow.IsVersion6 ? 0x86DD : 0x0800);
        if (flow.HasVlan)
        {
            BinaryPrimitives.WriteUInt16BigEndian(into[14..], (ushort)(1 + flow.Number % 100));
            BinaryPrimitives.WriteUInt16BigEndian(into[16..], flow.IsVersion6 ? (ushort)0x86DD : (ushort)0x0800);
            at = 18;
        }
        int network = flow.IsVersion6 ? 40 : 20;
        int above = Transport(into[(at + network)..], ref flow, back);
        int protocol = flow.IsVersion6 && flow.Protocol == 1 ? 58 : flow.Protocol;
        if (flow.IsVersion6)
            Version6(into[at..], protocol, above, a, b);
        else
            Version4(into[at..], protocol, above, 0x0A100000u + (uint)a, 0x0A100000u + (uint)b);
        return at + network + above;
    }

    private int Transport(Span<byte> into, ref MixFlow flow, bool back)
    {
        int payload = flow.IsDns || flow.Protocol == 1 ? 40 : _random.Next(MeanPayload * 2);
        var (source, destination) = back ? (flow.Service, flow.Port) : (flow.Port, flow.Service);
        BinaryPrimitives.WriteUInt16BigEndian(into, source);
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], destination);
        switch (flow.Protocol)
        {
            case 6:
                bool isSyn = flow.Sent < 2;
                BinaryPrimitives.WriteUInt32BigEndian(into[4..], back ? flow.BackSequence : flow.Sequence);
                BinaryPrimitives.WriteUInt32BigEndian(into[8..], 0);
                into[12] = 0x80;
                into[13] = (byte)(isSyn ? back ? 0x12 : 0x02 : 0x18);
                BinaryPrimitives.WriteUInt64BigEndian(into[14..], 0xFFFF_0000_0000_0101);
                into.Slice(20, 12).Fill(1);
                if (isSyn)
                    payload = 0;
                (back ? ref flow.BackSequence : ref flow.Sequence) += (uint)(payload + (isSyn ? 1 : 0));
                into.Slice(32, payload).Fill(0x61);
                return 32 + payload;
            case 17:
                BinaryPrimitives.WriteUInt16BigEndian(into[4..], (ushort)(8 + payload));
                BinaryPrimitives.WriteUInt16BigEndian(into[6..], 0);
                into.Slice(8, payload).Fill(0x62);
                return 8 + (flow.IsDns ? Dns(into[8..], flow, back, payload) : payload);
            default:
                into[0] = (byte)(flow.IsVersion6 ? back ? 129 : 128 : back ? 0 : 8);
                into[1] = 0;
                BinaryPrimitives.WriteUInt16BigEndian(into[2..], 0);
                BinaryPrimitives.WriteUInt16BigEndian(into[4..], (ushort)flow.Number);
                BinaryPrimitives.WriteUInt16BigEndian(into[6..], (ushort)flow.Sent);
                into.Slice(8, payload).Fill(0x63);
                return 8 + payload;
        }
    }

    // A question for a name of 22 bytes, with an OPT-less answer section that is empty: 40 bytes.
    private static int Dns(Span<byte> into, in MixFlow flow, bool back, int length)
    {
        into[..length].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(into, (ushort)flow.Number);
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], back ? (ushort)0x8180 : (ushort)0x0100);
        BinaryPrimitives.WriteUInt16BigEndian(into[4..], 1);
        into[12] = 14;
        into.Slice(13, 14).Fill((byte)'n');
        into[27] = 7;
        into.Slice(28, 7).Fill((byte)'x');
        BinaryPrimitives.WriteUInt16BigEndian(into[36..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(into[38..], 1);
        return length;
    }

    private static void Link(Span<byte> into, byte first, int source, int destination, int type)
    {
        BinaryPrimitives.WriteUInt16BigEndian(into, (ushort)(first << 8));
        BinaryPrimitives.WriteInt32BigEndian(into[2..], destination);
        BinaryPrimitives.WriteUInt16BigEndian(into[6..], (ushort)(first << 8));
        BinaryPrimitives.WriteInt32BigEndian(into[8..], source);
        BinaryPrimitives.WriteUInt16BigEndian(into[12..], (ushort)type);
    }

    private static void Version4(Span<byte> into, int protocol, int payload, uint source, uint destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(into, 0x45000000u | (uint)(20 + payload));
        BinaryPrimitives.WriteUInt32BigEndian(into[4..], 0x00004000);
        BinaryPrimitives.WriteUInt32BigEndian(into[8..], 0x40000000u | (uint)protocol << 16);
        BinaryPrimitives.WriteUInt32BigEndian(into[12..], source);
        BinaryPrimitives.WriteUInt32BigEndian(into[16..], destination);
    }

    private static void Version6(Span<byte> into, int protocol, int payload, int source, int destination)
    {
        into[..40].Clear();
        into[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(into[4..], (ushort)payload);
        into[6] = (byte)protocol;
        into[7] = 64;
        into[8] = into[24] = 0xFD;
        BinaryPrimitives.WriteInt32BigEndian(into[20..], source);
        BinaryPrimitives.WriteInt32BigEndian(into[36..], destination);
    }

    private struct MixFlow
    {
        public int Number, Protocol, Sent;
        public bool IsDns, IsVxlan, IsVersion6, HasVlan;
        public ushort Port, Service;
        public uint Sequence, BackSequence;
    }
}
