namespace Steffi.Flows;

/// <summary>What dissectors keep for a flow and write of it before one has confirmed, by dissector; pooled.</summary>
internal sealed class DissectorDrafts(int dissectors)
{
    public object?[] States { get; } = new object?[dissectors];

    public FlowFields?[] Fields { get; } = new FlowFields?[dissectors];

    public void Clear()
    {
        Array.Clear(States);
        Array.Clear(Fields);
    }
}
