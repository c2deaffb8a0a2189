using System.Buffers.Binary;
using System.Net;

namespace Steffi.Flows;

/// <summary>The ends of a flow in bytes and as text.</summary>
internal static class EndText
{
    /// <summary>An address in network order.</summary>
    /// <param name="record">Of the flow.</param>
    /// <param name="isA">A's, or B's.</param>
    /// <param name="bytes">16 bytes of room.</param>
    /// <returns>4 or 16, 0 without a network layer.</returns>
    public static int Bytes(in FlowRecord record, bool isA, Span<byte> bytes)
    {
        bool isFirst = isA != record.Has(FlowState.Swapped);
        ulong high = isFirst ? record.Key.FirstHigh : record.Key.SecondHigh, low = isFirst ? record.Key.FirstLow : record.Key.SecondLow;
        if (record.Key.IPVersion == 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)low);
            return 4;
        }
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return record.Key.IPVersion == 6 ? 16 : 0;
    }

    public static string? Address(in FlowRecord record, bool isA)
    {
        Span<byte> bytes = stackalloc byte[16];
        int length = Bytes(in record, isA, bytes);
        return length == 0 ? null : new IPAddress(bytes[..length]).ToString();
    }

    public static string Mac(ulong address) => string.Create(17, address, static (text, address) =>
    {
        for (int at = 0; at < 6; at++)
        {
            if (at > 0)
                text[at * 3 - 1] = ':';
            ((byte)(address >> (40 - 8 * at))).TryFormat(text[(at * 3)..], out _, "x2");
        }
    });

    public static string Id(ulong id) => id.ToString("x16", null);
}
