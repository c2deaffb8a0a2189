using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>struct tuple of Programs/health.bpf.c: addresses and ports of a connection or packet, one way, in network order; ICMP has an echo's id for both ports.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConnectionEnds : IEquatable<ConnectionEnds>
{
    public const byte Icmp = 1, Tcp = 6, Udp = 17, Icmp6 = 58;
    private const byte EchoReply = 0, Echo = 8, Echo6 = 128, EchoReply6 = 129;

    public Address From, To;
    public ushort FromPort, ToPort;

    /// <summary>Inode of the network namespace; 0 unknown.</summary>
    public uint NetNS;

    public byte Version, Protocol;
    private readonly ushort _unused0;
    private readonly uint _unused1;

    /// <summary>The other way.</summary>
    public readonly ConnectionEnds Reversed()
    {
        var ends = this;
        (ends.From, ends.To, ends.FromPort, ends.ToPort) = (To, From, ToPort, FromPort);
        return ends;
    }

    /// <summary>True for one of the two ways between two ends.</summary>
    public readonly bool IsBack => ((ReadOnlySpan<byte>)From).SequenceCompareTo(To) is var order && (order > 0 || (order == 0 && FromPort > ToPort));

    /// <summary>The same for both ways and in every namespace: what a flow can be found by.</summary>
    public readonly ConnectionEnds Anywhere()
    {
        var ends = this with { NetNS = 0 };
        return IsBack ? ends.Reversed() : ends;
    }

    /// <summary>Reads them off a packet.</summary>
    /// <param name="bytes">Any.</param>
    /// <param name="network">Where its IP header begins.</param>
    /// <param name="transport">Where its header of TCP, UDP or ICMP begins.</param>
    /// <param name="ends">As <see cref="Anywhere"/>.</param>
    /// <returns>False when the bytes end before, or it is of none of the three.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int network, int transport, out ConnectionEnds ends)
    {
        ends = default;
        if (transport <= network || transport + 8 > bytes.Length || network + 20 > bytes.Length)
            return false;
        ends.Version = (byte)(bytes[network] >> 4);
        ends.Protocol = bytes[network + (ends.Version == 4 ? 9 : 6)];
        var (at, length) = ends.Version == 4 ? (network + 12, 4) : (network + 8, 16);
        if (at + 2 * length > transport)
            return false;
        bytes.Slice(at, length).CopyTo(ends.From);
        bytes.Slice(at + length, length).CopyTo(ends.To);
        var header = bytes[transport..];
        switch (ends.Protocol)
        {
            case Tcp or Udp:
                ends.FromPort = MemoryMarshal.Read<ushort>(header);
                ends.ToPort = MemoryMarshal.Read<ushort>(header[2..]);
                break;
            case Icmp or Icmp6:
                if (header[0] is EchoReply or Echo or Echo6 or EchoReply6)
                    ends.FromPort = ends.ToPort = MemoryMarshal.Read<ushort>(header[4..]);
                break;
            default:
                return false;
        }
        ends = ends.Anywhere();
        return true;
    }

    public readonly bool Equals(ConnectionEnds other) => ((ReadOnlySpan<byte>)From).SequenceEqual(other.From) && ((ReadOnlySpan<byte>)To).SequenceEqual(other.To)
        && FromPort == other.FromPort && ToPort == other.ToPort && NetNS == other.NetNS && Version == other.Version && Protocol == other.Protocol;

    public override readonly bool Equals(object? other) => other is ConnectionEnds ends && Equals(ends);

    public override readonly int GetHashCode() => HashCode.Combine(BinaryPrimitives.ReadInt64LittleEndian(From), BinaryPrimitives.ReadInt64LittleEndian(((ReadOnlySpan<byte>)From)[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(To), BinaryPrimitives.ReadInt64LittleEndian(((ReadOnlySpan<byte>)To)[8..]), FromPort, ToPort);

    /// <summary>IPv4 in the first four bytes.</summary>
    [InlineArray(16)]
    public struct Address
    {
        private byte _byte;
    }
}
