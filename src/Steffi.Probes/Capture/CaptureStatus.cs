using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>A standing capture and what it captures now. Immutable.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Points">One for each interface that matches now.</param>
/// <param name="Error">Why the query could not be answered lately; null when it was.</param>
public sealed record CaptureStatus(CaptureRequest Request, IReadOnlyList<CapturePoint> Points, string? Error);

/// <summary>One capture on one interface: what its entry in the node's Captures says. Immutable.</summary>
/// <param name="Node">The interface.</param>
/// <param name="Interface">Its name at the start of the run.</param>
/// <param name="State">How it is.</param>
/// <param name="Type">The capture type in use; null before one was found.</param>
/// <param name="Message">What is missing, or why a type is not the preferred one.</param>
/// <param name="Error">The last failure; it stays after the next try.</param>
/// <param name="Counters">Of the kernel, over all runs.</param>
/// <param name="Metering">Of its tables: flows and memory now, what was dropped and could not be read over all runs.</param>
/// <param name="Dissectors">What each dissector did, over all runs.</param>
/// <param name="CPUTime">Of the threads that feed its tables, over all runs.</param>
public sealed record CapturePoint(
    ElementId Node, string Interface, CaptureState State, string? Type, string? Message, string? Error, CaptureCounters Counters,
    FlowTableStatistics Metering, IReadOnlyList<DissectorStatistics> Dissectors, TimeSpan CPUTime)
{
    /// <summary>Bytes of its tables and buffers.</summary>
    public long Memory => Metering.Memory + Counters.BufferBytes;

    /// <summary>The entry in the list Captures of the interface's node.</summary>
    internal Metadata ToMetadata(CaptureRequest request)
    {
        var entry = new MetadataBuilder { ["ID"] = request.ID, ["State"] = State.ToString().ToLowerInvariant() };
        foreach (var (key, text) in ((string, string?)[])[("Name", request.Name), ("Type", Type), ("Message", Message), ("Error", Error)])
            if (text is not null)
                entry[key] = text;
        foreach (var (key, count) in ((string, long)[])[
            ("PacketsReceived", Counters.PacketsReceived), ("PacketsDropped", Counters.PacketsDropped),
            ("KernelFlowDropped", Counters.KernelFlowDropped), ("PacketsUnmetered", Metering.PacketsDropped),
            ("FlowCount", Metering.FlowCount), ("FlowDropped", Metering.FlowDropped), ("CPUMilliseconds", (long)CPUTime.TotalMilliseconds), ("Memory", Memory)])
            entry[key] = count;
        if (Counters.PacketsIfDropped is { } before)
            entry["PacketsIfDropped"] = before;
        if (Metering.Malformed is { Count: > 0 } malformed)
            entry["Malformed"] = Metadata.Of([.. malformed.Select(one => (one.Reason, (MetadataValue)one.Count))]);
        var failed = Dissectors.Where(dissector => dissector.Thrown > 0).ToList();
        if (failed.Count > 0)
            entry["DissectorsFailed"] = MetadataValue.List(failed.Select(one => (MetadataValue)Metadata.Of(("Name", one.Name), ("Thrown", one.Thrown), ("LastError", one.LastError ?? ""))));
        return entry.Build();
    }
}
