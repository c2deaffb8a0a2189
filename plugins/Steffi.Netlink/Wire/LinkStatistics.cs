using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Steffi.Netlink;

/// <summary>IFLA_STATS64 (struct rtnl_link_stats64); the fields that a kernel does not send are zero.</summary>
internal struct LinkStatistics
{
    /// <summary>The kernel's fields in its order; newer kernels only append.</summary>
    public static readonly string[] Names =
    [
        "RxPackets", "TxPackets", "RxBytes", "TxBytes", "RxErrors", "TxErrors", "RxDropped", "TxDropped", "Multicast", "Collisions",
        "RxLengthErrors", "RxOverErrors", "RxCrcErrors", "RxFrameErrors", "RxFifoErrors", "RxMissedErrors",
        "TxAbortedErrors", "TxCarrierErrors", "TxFifoErrors", "TxHeartbeatErrors", "TxWindowErrors",
        "RxCompressed", "TxCompressed", "RxNoHandler",
    ];

    /// <summary>These many are always said, the rest only when not zero.</summary>
    public const int Common = 10;

    private Fields _fields;

    [InlineArray(24)]
    private struct Fields
    {
        private ulong _first;
    }

    public readonly int Count => 24;

    public ulong this[int field]
    {
        readonly get => _fields[field];
        set => _fields[field] = value;
    }

    /// <summary>Each counter's growth. One that shrank was reset in between (a driver reload), so all of it is new.</summary>
    public readonly LinkStatistics Since(in LinkStatistics earlier)
    {
        LinkStatistics growth = default;
        for (int i = 0; i < Count; i++)
            growth[i] = this[i] >= earlier[i] ? this[i] - earlier[i] : this[i];
        return growth;
    }

    public readonly bool IsZero
    {
        get
        {
            ReadOnlySpan<ulong> all = _fields;
            return !all.ContainsAnyExcept(0ul);
        }
    }

    public static LinkStatistics Decode(ReadOnlySpan<byte> value)
    {
        LinkStatistics statistics = default;
        for (int i = 0; i < statistics.Count && value.Length >= (i + 1) * 8; i++)
            statistics[i] = BinaryPrimitives.ReadUInt64LittleEndian(value[(i * 8)..]);
        return statistics;
    }
}
