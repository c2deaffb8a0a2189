using System.Buffers.Binary;
using System.Globalization;

namespace Steffi.Flows;

/// <summary>
/// The keys of the history's entries; numbers big-endian, so that their order is that of the bytes. Partition 0 holds the schema and the heads; in
/// the others stand the flows by row (behind it its metrics, and what it was known to be before), the times of blocks of rows, the index by term, and the words.
/// </summary>
internal static class HistoryKey
{
    private const byte SchemaKind = (byte)'S', HeadKind = (byte)'P', FlowKind = (byte)'F', IndexKind = (byte)'I', PacketKind = (byte)'R', TimesKind = (byte)'T', WordKind = (byte)'W';

    /// <summary>Of the keys of a row: the flow's, and behind it those of its metrics and of its former facts, in time.</summary>
    public const int FlowLength = 9, MetricLength = FlowLength + 8, FactsLength = MetricLength + 1;

    public static byte[] Schema { get; } = [0, 0, 0, 0, SchemaKind];

    public static byte[] Head(uint partition) => [0, 0, 0, 0, HeadKind, .. Number(partition)];

    public static uint PartitionOfHead(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32BigEndian(key[5..]);

    /// <summary>Before every entry of the partition.</summary>
    public static byte[] Partition(uint partition) => Number(partition);

    /// <summary>The flow at a row; its metrics follow it.</summary>
    public static byte[] Flow(uint partition, uint row) => [.. Number(partition), FlowKind, .. Number(row)];

    /// <summary>Behind the last flow.</summary>
    public static byte[] FlowsEnd(uint partition) => [.. Number(partition), FlowKind + 1];

    public static uint RowOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32BigEndian(key[5..]);

    /// <summary>A row's metric that began at an instant.</summary>
    public static byte[] Metric(uint partition, uint row, long start)
    {
        var key = new byte[MetricLength];
        Flow(partition, row).CopyTo(key, 0);
        // With the sign turned, negative numbers come first.
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(FlowLength), start ^ long.MinValue);
        return key;
    }

    /// <summary>What a row's flow was known to be until an instant.</summary>
    public static byte[] Facts(uint partition, uint row, long until) => [.. Metric(partition, row, until), 0];

    /// <summary>The instant in the key of a metric or of facts.</summary>
    public static long TimeOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key[FlowLength..]) ^ long.MinValue;

    /// <summary>Before the rows of a term, which come in portions numbered as they were written.</summary>
    public static byte[] Index(uint partition, FlowField field, uint hash) => [.. Number(partition), IndexKind, (byte)field, .. Number(hash)];

    /// <summary>Before the packets that were kept of a row's flow.</summary>
    public static byte[] Packets(uint partition, uint row) => [.. Number(partition), PacketKind, .. Number(row)];

    /// <param name="partition">Of the flow.</param>
    /// <param name="row">Of the flow.</param>
    /// <param name="index">Of the packet.</param>
    public static byte[] Packet(uint partition, uint row, long index) => [.. Packets(partition, row), .. Number((uint)(index >> 32)), .. Number((uint)index)];

    /// <summary>The times of a block of rows.</summary>
    public static byte[] Times(uint partition, uint block) => [.. Number(partition), TimesKind, .. Number(block)];

    public static uint BlockOf(ReadOnlySpan<byte> key) => RowOf(key);

    public static byte[] Word(uint partition, int number) => [.. Number(partition), WordKind, .. Number((uint)number)];

    /// <summary>Behind everything that begins with these bytes.</summary>
    public static byte[] After(ReadOnlySpan<byte> prefix)
    {
        byte[] key = prefix.ToArray();
        int at = key.Length - 1;
        while (at > 0 && key[at] == byte.MaxValue) key[at--] = 0;
        key[at]++;
        return key;
    }

    public static uint HashOf(string value)
    {
        ulong hash = Hash64(value);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>The number that an id prints, else a hash (FNV-1a): the same in every process.</summary>
    public static ulong Hash64(string value)
    {
        if (value.Length == 16 && ulong.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong id)) return id;
        ulong hash = 14695981039346656037;
        foreach (char letter in value) hash = unchecked((hash ^ letter) * 1099511628211);
        return hash;
    }

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
