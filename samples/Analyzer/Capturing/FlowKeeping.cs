using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>The history of flows, beside that of the graph.</summary>
internal static class FlowKeeping
{
    /// <exception cref="CommandException">The store is damaged.</exception>
    public static FlowHistory Open(AnalyzerOptions options, DataFolder? data)
    {
        var keep = new FlowHistoryOptions();
        if (options.Retention is { } age)
            keep = keep with { Retention = age };
        IFlowStore? store = null;
        try
        {
            store = data is null ? new MemoryFlowStore() : RocksDbFlowStore.Open(data.FlowsPath);
            return new FlowHistory(store, keep);
        }
        catch (Exception e) when (e is StoreCorruptException or IOException)
        {
            store?.Dispose();
            throw new CommandException($"the flow history in {data?.FlowsPath} cannot be used: {e.Message} Move the folder away to start afresh, or run with --memory.");
        }
    }
}
