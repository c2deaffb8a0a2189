using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>A standing capture: which interfaces, and how. Immutable.</summary>
public sealed record CaptureRequest
{
    /// <summary>Unique; on every flow as CaptureID.</summary>
    public required string ID { get; init; }

    /// <summary>Which interfaces: those that match now, and those that come to match.</summary>
    public required string GremlinQuery { get; init; }

    /// <summary>A filter in tcpdump's language; null for every packet.</summary>
    public string? BPFFilter { get; init; }

    /// <summary>pcap, afpacket, bpf-session, ebpf, hybrid; null for the best that is there (<see cref="PacketCapture.Preference"/>).</summary>
    public string? Type { get; init; }

    /// <summary>Bytes of each packet that are captured; 0 for all that a dissector may want.</summary>
    public int HeaderSize { get; init; }

    /// <summary>Of n packets, one is metered, and counters are scaled; 0 and 1: every packet.</summary>
    public int SamplingRate { get; init; }

    /// <summary>How many threads at most read and meter an interface, each with a table of its own; 0 lets the type choose.</summary>
    public int Threads { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>When it ends by itself; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>How packets become flows. The host puts in NodeTID, CaptureID and, to classify, the catalogue's dissectors.</summary>
    public FlowTableOptions Flows { get; init; } = new();
}
