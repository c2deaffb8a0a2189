using System.Globalization;

namespace Steffi.Analyzer.Conformance;

/// <summary>Packets and bytes each way between two ends, over all flows that had them.</summary>
internal readonly record struct EndsTotals(long LowerPackets, long LowerBytes, long UpperPackets, long UpperBytes)
{
    /// <param name="swapped">True when the counts given are of the upper end first.</param>
    public static EndsTotals Of(bool swapped, long packets, long bytes, long otherPackets, long otherBytes) =>
        swapped ? new EndsTotals(otherPackets, otherBytes, packets, bytes) : new EndsTotals(packets, bytes, otherPackets, otherBytes);

    public static EndsTotals operator +(EndsTotals left, EndsTotals right) =>
        new(left.LowerPackets + right.LowerPackets, left.LowerBytes + right.LowerBytes, left.UpperPackets + right.UpperPackets, left.UpperBytes + right.UpperBytes);

    /// <summary>The same with so many bytes more (or fewer) on every packet.</summary>
    public EndsTotals WithHeader(int bytes) => this with { LowerBytes = LowerBytes + (bytes * LowerPackets), UpperBytes = UpperBytes + (bytes * UpperPackets) };

    public EndsTotals WithoutBytes => this with { LowerBytes = 0, UpperBytes = 0 };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{LowerPackets}/{LowerBytes} > {UpperPackets}/{UpperBytes} <");
}
