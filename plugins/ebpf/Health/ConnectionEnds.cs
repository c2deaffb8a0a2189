using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Steffi.Plugins.Ebpf;

/// <summary>struct tuple of Programs/health.bpf.c: addresses and ports of a TCP connection, one way, in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConnectionEnds : IEquatable<ConnectionEnds>
{
    public Address From, To;
    public ushort FromPort, ToPort;

    /// <summary>Inode of the network namespace; 0 unknown.</summary>
    public uint NetNS;

    public byte Version;
    private readonly byte _unused0;
    private readonly ushort _unused1;
    private readonly uint _unused2;

    /// <summary>The same for both ways and in every namespace: what a flow can be found by.</summary>
    public readonly ConnectionEnds Anywhere()
    {
        var ends = this;
        ends.NetNS = 0;
        int order = ((ReadOnlySpan<byte>)From).SequenceCompareTo(To);
        if (order > 0 || (order == 0 && FromPort > ToPort))
            (ends.From, ends.To, ends.FromPort, ends.ToPort) = (To, From, ToPort, FromPort);
        return ends;
    }

    /// <summary>Reads them off a packet.</summary>
    /// <param name="bytes">Any.</param>
    /// <param name="network">Where its IP header begins.</param>
    /// <param name="transport">Where its TCP header begins.</param>
    /// <param name="ends">As <see cref="Anywhere"/>.</param>
    /// <returns>False when the bytes end before, or it is not TCP.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int network, int transport, out ConnectionEnds ends)
    {
        ends = default;
        if (transport <= network || transport + 4 > bytes.Length || network + 20 > bytes.Length)
            return false;
        ends.Version = (byte)(bytes[network] >> 4);
        var (at, length) = ends.Version == 4 ? (network + 12, 4) : (network + 8, 16);
        if (at + 2 * length > transport || (ends.Version == 4 && bytes[network + 9] != 6))
            return false;
        bytes.Slice(at, length).CopyTo(ends.From);
        bytes.Slice(at + length, length).CopyTo(ends.To);
        ends.FromPort = MemoryMarshal.Read<ushort>(bytes[transport..]);
        ends.ToPort = MemoryMarshal.Read<ushort>(bytes[(transport + 2)..]);
        ends = ends.Anywhere();
        return true;
    }

    public readonly bool Equals(ConnectionEnds other) => ((ReadOnlySpan<byte>)From).SequenceEqual(other.From) && ((ReadOnlySpan<byte>)To).SequenceEqual(other.To)
        && FromPort == other.FromPort && ToPort == other.ToPort && NetNS == other.NetNS && Version == other.Version;

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
