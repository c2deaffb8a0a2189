namespace Steffi.Flows;

/// <summary>What a classifier is told of one packet. Valid during the call.</summary>
public readonly ref struct ClassifiedPacket
{
    /// <summary>Over what the payload came: exactly one.</summary>
    public required DissectorCarriers Carrier { get; init; }

    /// <summary>As captured. For <see cref="DissectorCarriers.IP"/> what follows the IP headers, for <see cref="DissectorCarriers.Link"/> what follows the EtherType or length.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Whether the sender is that of the flow's first packet.</summary>
    public required bool FromA { get; init; }

    /// <summary>Of the packet; the protocol number or EtherType where there are no ports (4 for frames with a length).</summary>
    public required ushort SourcePort { get; init; }

    /// <summary>Of the packet; as <see cref="SourcePort"/>.</summary>
    public required ushort DestinationPort { get; init; }

    /// <summary>Nanoseconds since 1970, UTC.</summary>
    public required long Time { get; init; }

    /// <summary>TCP: sequence number of the header.</summary>
    public uint Sequence { get; init; }

    /// <summary>TCP: what the sender has of the other side; null without ACK.</summary>
    public uint? Acknowledgement { get; init; }

    /// <summary>TCP: whether SYN is set. Such packets are given without payload too, so that disorder among the first segments shows.</summary>
    public bool IsSyn { get; init; }

    /// <summary>Whether the capture cut the payload.</summary>
    public bool IsTruncated { get; init; }
}
