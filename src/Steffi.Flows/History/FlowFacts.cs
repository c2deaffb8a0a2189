namespace Steffi.Flows;

/// <summary>What of a flow becomes known as its packets are looked into, and changes otherwise than by counting up.</summary>
internal readonly record struct FlowFacts(string Application, string? ApplicationBy, long RTT, long RawPacketsCaptured, Metadata Details)
{
    public static FlowFacts Of(Flow flow) => new(flow.Application, flow.ApplicationBy, flow.Metric.RTT, flow.RawPacketsCaptured, flow.Details);

    public Flow PutInto(Flow flow) => flow with
    {
        Application = Application,
        ApplicationBy = ApplicationBy,
        Metric = flow.Metric with { RTT = RTT },
        RawPacketsCaptured = RawPacketsCaptured,
        Details = Details,
    };
}
