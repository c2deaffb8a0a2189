namespace Steffi.Probes;

/// <summary>What a capture's kernel side counted since its run began, and what it holds; names are Skydive's.</summary>
/// <param name="PacketsReceived">Packets that passed the filter, the dropped ones too.</param>
/// <param name="PacketsDropped">Of these, packets lost before this process saw them: its buffer was full.</param>
/// <param name="PacketsIfDropped">Packets that the interface or its driver dropped before the capture's filter; null where the capture is not told.</param>
/// <param name="KernelFlowDropped">Flows that the kernel side had no room for, where it keeps flows.</param>
/// <param name="BufferBytes">Memory that it shares with the kernel now: rings, maps.</param>
public readonly record struct CaptureCounters(
    long PacketsReceived, long PacketsDropped, long? PacketsIfDropped = null, long KernelFlowDropped = 0, long BufferBytes = 0)
{
    /// <summary>What two runs counted.</summary>
    public static CaptureCounters operator +(CaptureCounters left, CaptureCounters right) => new(
        left.PacketsReceived + right.PacketsReceived, left.PacketsDropped + right.PacketsDropped,
        left.PacketsIfDropped is null && right.PacketsIfDropped is null ? null : left.PacketsIfDropped.GetValueOrDefault() + right.PacketsIfDropped.GetValueOrDefault(),
        left.KernelFlowDropped + right.KernelFlowDropped, left.BufferBytes + right.BufferBytes);
}
