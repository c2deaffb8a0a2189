namespace Steffi.Flows;

/// <summary>Chooses one of n packets at random, to stand for n: counters are right on the average, whatever the traffic's rhythm.</summary>
internal struct Sampler(int rate)
{
    /// <summary>Packets of a flow that are always metered: a handshake and the first question and answer.</summary>
    private const int FirstPackets = 8;

    private readonly uint _rate = (uint)Math.Max(rate, 1);
    private ulong _state = 0x9E3779B97F4A7C15;

    /// <summary>What this packet stands for; 0 where another stands for it.</summary>
    public int Weight { get; private set; } = 1;

    public void Next()
    {
        if (_rate == 1)
            return;
        // xorshift64: Marsaglia 2003.
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        Weight = (uint)(_state >> 32) % _rate == 0 ? (int)_rate : 0;
    }

    /// <summary>Whether the packet is metered for itself: the first ones of a flow, and those that begin and end connections.</summary>
    public static bool IsEssential(in PacketPart part, in FlowRecord record) =>
        (part.TcpFlags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) != 0 || record.ABPackets + record.BAPackets < FirstPackets;
}
