namespace Steffi.Flows;

/// <summary>A packet of a flow as it was captured.</summary>
/// <param name="Timestamp">Nanoseconds since 1970, UTC.</param>
/// <param name="Index">Of this packet in its flow, from 0.</param>
/// <param name="Data">From the frame's first header on, tunnels included. Not to be changed.</param>
/// <param name="LinkType">What the data begins with.</param>
/// <param name="OriginalLength">On the wire.</param>
public sealed record RawPacket(long Timestamp, long Index, ReadOnlyMemory<byte> Data, LinkType LinkType, int OriginalLength);
