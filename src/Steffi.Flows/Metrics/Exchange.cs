namespace Steffi.Flows;

/// <summary>Round-trip times: from the first question that is not answered yet to its answer, once an exchange.</summary>
internal static class Exchange
{
    /// <summary>ICMP echo: request and reply.</summary>
    public static void Icmp(ref FlowDetail detail, in PacketPart part)
    {
        if (part.IcmpType is 8 && part.Protocol == 1 || part.IcmpType == 128)
            Ask(ref detail, part.Time);
        else if (part.IcmpType is 0 && part.Protocol == 1 || part.IcmpType == 129)
            Answer(ref detail, part.Time);
    }

    /// <summary>TCP: A's SYN, and B's SYN with ACK or RST.</summary>
    public static void Tcp(ref FlowDetail detail, in PacketPart part, bool isAB)
    {
        if (isAB && (part.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn)
            Ask(ref detail, part.Time);
        else if (!isAB && ((part.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == (TcpFlags.Syn | TcpFlags.Ack) || (part.TcpFlags & TcpFlags.Rst) != 0))
            Answer(ref detail, part.Time);
    }

    /// <summary>TCP counted elsewhere, where the question and its answer came in different counts.</summary>
    public static void Tcp(ref FlowDetail detail, in CountedFlow counted, bool isAB)
    {
        var (asked, answered, reset) = isAB ? (counted.ABSynStart, counted.BASynStart, counted.BARstStart) : (counted.BASynStart, counted.ABSynStart, counted.ABRstStart);
        if (answered == 0)
            answered = reset;
        if (counted.RTT != 0)
            detail.AskedAt = 0;
        else if (asked != 0 && answered == 0)
            Ask(ref detail, asked);
        else if (asked == 0 && answered != 0)
            Answer(ref detail, answered);
    }

    private static void Ask(ref FlowDetail detail, long time)
    {
        if (detail.AskedAt == 0)
            detail.AskedAt = time;
    }

    private static void Answer(ref FlowDetail detail, long time)
    {
        if (detail.AskedAt == 0)
            return;
        detail.RTT = Math.Max(time - detail.AskedAt, 0);
        detail.AskedAt = 0;
    }
}
