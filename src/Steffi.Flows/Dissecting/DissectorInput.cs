namespace Steffi.Flows;

/// <summary>The bytes of one look at a flow. Valid during the call.</summary>
public ref struct DissectorInput
{
    /// <summary>
    /// Over TCP: the bytes of the direction that sent now, in order from its first or from where <see cref="Taken"/> left it, as far as they have arrived and
    /// within the classifier's bound. Else the payload of this packet.
    /// </summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Over TCP: the same of the other direction. Else empty.</summary>
    public ReadOnlySpan<byte> Opposite { get; init; }

    /// <summary>True when <see cref="Payload"/> was sent by the side that sent the flow's first packet (for TCP: the SYN, when it was seen).</summary>
    public required bool FromClient { get; init; }

    /// <summary>Over what it came: exactly one.</summary>
    public required DissectorCarriers Carrier { get; init; }

    /// <summary>Of the packet; 0 without ports.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Of the packet; 0 without ports.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>Nanoseconds since 1970, UTC, of the packet.</summary>
    public required long Time { get; init; }

    /// <summary>
    /// True when what follows <see cref="Payload"/> will not come: the capture cut the packet, the flow ended, or the classifier's bound is
    /// reached. <see cref="Verdict.More"/> then means that nothing was recognised.
    /// </summary>
    public bool IsTruncated { get; init; }

    /// <summary>Whether this dissector confirmed the flow at an earlier look.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>What this dissector keeps for this flow between looks; null at the first.</summary>
    public object? State { get; set; }

    /// <summary>
    /// Over TCP: bytes that were lost right before <see cref="Payload"/>, because the capture has none of them though the receiver has; 0 as a rule.
    /// What was there before them and not <see cref="Taken"/> counts as lost too. Set at one look only.
    /// </summary>
    public int Skipped { get; init; }

    /// <summary>Over TCP, with <see cref="Verdict.Confirmed"/>: bytes of <see cref="Payload"/> that are not wanted again; they need not be kept.</summary>
    public int Taken { get; set; }

    /// <summary>The same of <see cref="Opposite"/>.</summary>
    public int TakenOpposite { get; set; }

    /// <summary>With <see cref="Verdict.Carries"/>: where in <see cref="Payload"/> the inner protocol begins; over UDP at its end where this datagram carries nothing.</summary>
    public int InnerPayload { get; set; }

    /// <summary>With <see cref="Verdict.Carries"/>, over UDP: where the inner datagram ends; 0 for where <see cref="Payload"/> does.</summary>
    public int InnerEnd { get; set; }

    /// <summary>With <see cref="Verdict.Carries"/>, over TCP: where the inner protocol begins in <see cref="Opposite"/>.</summary>
    public int InnerOpposite { get; set; }
}
