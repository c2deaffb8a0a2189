using System.Globalization;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>What was read and what became of it, in a line or two for standard error.</summary>
internal sealed class MeteringSummary
{
    private long frames, dropped, flowsDropped;

    public long Flows { get; set; }

    /// <summary>On the wire.</summary>
    public long Bytes { get; set; }

    public TimeSpan Elapsed { get; set; }

    public bool Interrupted { get; set; }

    public void Add(FlowTableStatistics statistics)
    {
        frames += statistics.PacketsReceived;
        dropped += statistics.PacketsDropped;
        flowsDropped += statistics.FlowDropped;
    }

    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(Interrupted ? "interrupted after " : "")}{frames:n0} frames of {Bytes:n0} bytes in {Elapsed.TotalSeconds:0.00} s: {Flows:n0} flows"));
        if (dropped > 0)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{dropped:n0} frames belong to no flow: of another link type, or cut off in their first header"));
        if (flowsDropped > 0)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{flowsDropped:n0} flows were ended early to make room for new ones"));
    }
}
