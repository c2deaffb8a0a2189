namespace Steffi.Flows;

/// <summary>How far a <see cref="FlowClassifier"/> looks. Immutable.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Packets with payload of one flow that are looked at, more than 0.</summary>
    public int MaxPackets { get; init; } = 64;

    /// <summary>Bytes of one flow that are looked at: over TCP of each direction, else of all its packets. 1 to 1 MiB.</summary>
    public int MaxBytes { get; init; } = 32 * 1024;

    /// <summary>Bytes that all flows of one table together keep while they wait for more; beyond it, a flow is judged by what it sends at once.</summary>
    public long MaxBuffered { get; init; } = 64 << 20;

    /// <summary>How often a flow may hand over to an inner protocol.</summary>
    public int MaxNesting { get; init; } = 4;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPackets, 1, nameof(MaxPackets));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1, nameof(MaxBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBytes, 1 << 20, nameof(MaxBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBuffered, nameof(MaxBuffered));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxNesting, nameof(MaxNesting));
    }
}
