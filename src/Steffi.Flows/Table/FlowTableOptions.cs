namespace Steffi.Flows;

/// <summary>Which addresses tell flows apart.</summary>
public enum LayerKeyMode
{
    /// <summary>Link, network and transport addresses.</summary>
    L2,

    /// <summary>Network and transport addresses.</summary>
    L3,
}

/// <summary>How a <see cref="FlowTable"/> meters. Immutable; names and defaults are Skydive's where it has them.</summary>
public sealed record FlowTableOptions
{
    /// <summary>Which addresses tell flows apart.</summary>
    public LayerKeyMode LayerKeyMode { get; init; }

    /// <summary>Whether flows carry TCPMetric.</summary>
    public bool ExtraTCPMetric { get; init; }

    /// <summary>Whether fragments count as one packet of their flow, and flows carry IPMetric.</summary>
    public bool IPDefrag { get; init; }

    /// <summary>Whether TCPMetric counts payload, gaps and disorder.</summary>
    public bool ReassembleTCP { get; init; }

    /// <summary>Header fields that flows carry: DNS, DHCPv4, VRRP.</summary>
    public IReadOnlySet<string> ExtraLayers { get; init; } = new HashSet<string>();

    /// <summary>How many packets of a flow are kept as they are: 0 none, -1 all.</summary>
    public int RawPacketLimit { get; init; }

    /// <summary>Whether dissectors look into the payload.</summary>
    public bool Classify { get; init; }

    /// <summary>The dissectors, when <see cref="Classify"/>; each is used by this table alone.</summary>
    public IReadOnlyList<FlowDissector> Dissectors { get; init; } = [];

    /// <summary>How far they look.</summary>
    public ClassifierOptions Classifier { get; init; } = new();

    /// <summary>Names for ports, as <c>tcp/8080</c> → <c>PROXY</c>.</summary>
    public IReadOnlyDictionary<string, string> PortMap { get; init; } = new Dictionary<string, string>();

    /// <summary>On every flow.</summary>
    public string? NodeTID { get; init; }

    /// <summary>On every flow.</summary>
    public string? CaptureID { get; init; }

    /// <summary>Time between updates of a flow that goes on.</summary>
    public TimeSpan UpdateEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Silence after which a flow ends.</summary>
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>How long an ended flow still takes packets.</summary>
    public TimeSpan HoldEnded { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence after which ARP and DNS flows end.</summary>
    public TimeSpan ExpireShortAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most flows at once; the least recently used is dropped for a new one, and counted.</summary>
    public int Limit { get; init; } = 500_000;

    /// <summary>
    /// Of so many packets of a flow one is metered, standing for all of them; 0 and 1: every packet. Every SYN, FIN and RST and a flow's first
    /// packets count themselves.
    /// </summary>
    public int SamplingRate { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(SamplingRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(RawPacketLimit, -1);
        foreach (var (name, time) in (ReadOnlySpan<(string, TimeSpan)>)
            [(nameof(UpdateEvery), UpdateEvery), (nameof(ExpireAfter), ExpireAfter), (nameof(ExpireShortAfter), ExpireShortAfter)])
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfLessThan(HoldEnded, TimeSpan.Zero);
    }
}
