namespace Steffi.Flows;

/// <summary>What a flow counted between two updates.</summary>
internal static class UpdatePeriod
{
    /// <summary>Ends the period that began with the flow or its last update.</summary>
    /// <returns>False where nothing came; the period before stays.</returns>
    public static bool Close(ref FlowDetail detail, in FlowRecord record, long end)
    {
        long abPackets = record.ABPackets - detail.UpdatedABPackets, baPackets = record.BAPackets - detail.UpdatedBAPackets;
        if (abPackets + baPackets == 0)
            return false;
        detail.PeriodStart = detail.PeriodStart == 0 ? detail.Start : detail.PeriodLast;
        detail.PeriodLast = end;
        (detail.PeriodABPackets, detail.PeriodBAPackets) = ((uint)abPackets, (uint)baPackets);
        (detail.PeriodABBytes, detail.PeriodBABytes) = (record.ABBytes - detail.UpdatedABBytes, record.BABytes - detail.UpdatedBABytes);
        (detail.UpdatedABPackets, detail.UpdatedABBytes) = (record.ABPackets, record.ABBytes);
        (detail.UpdatedBAPackets, detail.UpdatedBABytes) = (record.BAPackets, record.BABytes);
        detail.Revision++;
        return true;
    }
}
