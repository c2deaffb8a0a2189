using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>How the flows of captures are printed. Each comes once, when it has ended.</summary>
internal abstract class FlowOutput : IDisposable
{
    public static FlowOutput Make(OutputFormat format, Stream stream) => format switch
    {
        OutputFormat.Jsonl => new FlowLines(stream),
        OutputFormat.Parquet => new FlowParquet(stream),
        OutputFormat.Pcap => new FlowPackets(stream),
        _ => new FlowRows(stream),
    };

    public abstract void Add(Flow flow);

    /// <summary>All flows have come.</summary>
    public abstract void Finish();

    public virtual void Dispose()
    {
    }
}
