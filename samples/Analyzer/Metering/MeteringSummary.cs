using System.Globalization;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>What was read and what became of it, in a line or two for standard error.</summary>
internal sealed class MeteringSummary
{
    private FlowTableStatistics metered;

    public long Flows { get; set; }

    /// <summary>On the wire.</summary>
    public long Bytes { get; set; }

    public TimeSpan Elapsed { get; set; }

    public bool Interrupted { get; set; }

    public void Add(FlowTableStatistics statistics) => metered += statistics;

    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(Interrupted ? "interrupted after " : "")}{metered.PacketsReceived:n0} frames of {Bytes:n0} bytes in {Elapsed.TotalSeconds:0.00} s: {Flows:n0} flows"));
        if (metered.PacketsDropped > 0)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metered.PacketsDropped:n0} frames belong to no flow: of another link type, or cut off in their first header"));
        if (metered.Malformed is { Count: > 0 } malformed)
            writer.WriteLine("not read to their end: " + string.Join(", ", malformed.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Reason} {one.Count:n0}"))));
        if (metered.FlowDropped > 0)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metered.FlowDropped:n0} flows were ended early to make room for new ones"));
    }
}
