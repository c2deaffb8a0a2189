namespace Steffi.Flows;

/// <summary>What a classifier needs for one flow until its verdict; pooled.</summary>
internal sealed class OpenFlow
{
    /// <summary>The dissectors that may still be asked, a bit each.</summary>
    public UInt128 Candidates;

    /// <summary>The one that confirmed and stays open; -1 before.</summary>
    public int Confirmed = -1;

    /// <summary>The one that carries others in its datagrams, or goes between them; -1 without.</summary>
    public int Carrying = -1;

    /// <summary>Packets with payload that were seen.</summary>
    public int Packets;

    /// <summary>Payload bytes that were seen.</summary>
    public long Bytes;

    /// <summary>How often the flow handed over to an inner protocol.</summary>
    public int Nesting;

    public StreamPrefix A, B;

    /// <summary>Of those who have not confirmed; null while they keep nothing, and when one has.</summary>
    public DissectorDrafts? Drafts;

    /// <summary>What the one that confirmed keeps.</summary>
    public object? State;

    // Needed for the last look, at the end of the flow.
    public DissectorCarriers Carrier;
    public bool LastFromA;
    public ushort LastSourcePort, LastDestinationPort;
    public long LastTime;

    public void Reset()
    {
        A.Return();
        B.Return();
        (Confirmed, Carrying, State) = (-1, -1, null);
        (Candidates, Packets, Bytes, Nesting, Carrier) = (0, 0, 0, 0, 0);
    }
}
