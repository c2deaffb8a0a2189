namespace Steffi.Flows;

/// <summary>A packet of a flow as it was captured.</summary>
/// <param name="Timestamp">Nanoseconds since 1970, UTC.</param>
/// <param name="Index">Of this packet in its flow, from 1.</param>
/// <param name="Data">From the first header of the flow's part of the frame: what is tunnelled in it is included, what is around it is not, but where no link type says what the part begins with (ARP in GRE, NSH): then it is the frame. Not to be changed.</param>
/// <param name="LinkType">What the data begins with.</param>
/// <param name="OriginalLength">On the wire.</param>
public sealed record RawPacket(long Timestamp, long Index, ReadOnlyMemory<byte> Data, LinkType LinkType, int OriginalLength);
