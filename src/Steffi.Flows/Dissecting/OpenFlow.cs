namespace Steffi.Flows;

/// <summary>What a classifier needs for one flow until its verdict; pooled.</summary>
internal sealed class OpenFlow
{
    /// <summary>The dissectors that may still be asked, a bit each.</summary>
    public UInt128 Candidates;

    /// <summary>The one that confirmed and stays open; -1 before.</summary>
    public int Confirmed = -1;

    /// <summary>Packets with payload that were seen.</summary>
    public int Packets;

    /// <summary>Payload bytes that were seen.</summary>
    public long Bytes;

    /// <summary>How often the flow handed over to an inner protocol.</summary>
    public int Nesting;

    public StreamPrefix A, B;

    /// <summary>By dissector; null while none keeps any.</summary>
    public object?[]? States;

    /// <summary>What unconfirmed dissectors wrote; null while none did.</summary>
    public FlowFields?[]? Drafts;

    // Needed for the last look, at the end of the flow.
    public DissectorCarriers Carrier;
    public bool LastFromA;
    public ushort LastSourcePort, LastDestinationPort;
    public long LastTime;

    /// <summary>Forgets what belongs to the protocol so far, not the streams.</summary>
    public void Forget()
    {
        Confirmed = -1;
        if (States is not null)
            Array.Clear(States);
        if (Drafts is not null)
            Array.Clear(Drafts);
    }

    public void Reset()
    {
        A.Return();
        B.Return();
        Forget();
        (Candidates, Packets, Bytes, Nesting, Carrier) = (0, 0, 0, 0, 0);
    }
}
