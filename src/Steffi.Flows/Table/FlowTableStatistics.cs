namespace Steffi.Flows;

/// <summary>Counters of a <see cref="FlowTable"/> since it was made; names are Skydive's.</summary>
/// <param name="PacketsReceived">Frames added.</param>
/// <param name="PacketsDropped">Of these, frames that belong to no flow: of an unknown link type, or too short for the first header.</param>
/// <param name="FlowCount">Flows there are now.</param>
/// <param name="FlowDropped">Flows that were dropped for want of room.</param>
public readonly record struct FlowTableStatistics(long PacketsReceived, long PacketsDropped, long FlowCount, long FlowDropped);
