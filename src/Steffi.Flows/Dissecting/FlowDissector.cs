namespace Steffi.Flows;

/// <summary>What a dissector thinks of a flow after a look at it.</summary>
public enum Verdict
{
    /// <summary>It may be this protocol; more bytes are needed. What was written to the fields stays.</summary>
    More,

    /// <summary>It is this protocol and everything wanted is known: the flow is classified and not looked at again.</summary>
    Done,

    /// <summary>It is this protocol, and later packets may add to it (an answer to a question): the flow is classified and stays open.</summary>
    Confirmed,

    /// <summary>
    /// It is this protocol and it handed the flow over to another: a proxy that connects, STARTTLS. Every other dissector is asked anew about
    /// what follows <see cref="DissectorInput.InnerPayload"/> and <see cref="DissectorInput.InnerOpposite"/>, and the flow is classified as the innermost.
    /// Over UDP (TURN) this one is asked about every further datagram first, and the others are shown what it carries.
    /// </summary>
    Carries,

    /// <summary>It is another protocol: this dissector is not asked again for this flow.</summary>
    NotMine,
}

/// <summary>Where a dissector's protocol lives; the classifier asks only those that fit the flow.</summary>
[Flags]
public enum DissectorCarriers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>TCP: payload comes as two streams, in order.</summary>
    Tcp = 1,

    /// <summary>UDP: payload comes a datagram at a time.</summary>
    Udp = 2,

    /// <summary>SCTP: payload of a data chunk at a time.</summary>
    Sctp = 4,

    /// <summary>Directly over IP (VRRP): the IP payload.</summary>
    IP = 8,

    /// <summary>Directly over the link layer (LLDP, CDP): the frame's payload.</summary>
    Link = 16,
}

/// <summary>
/// Recognises one protocol in the first bytes of a flow and reads its facts. A plugin assembly exports every public, concrete
/// subclass that has a public constructor without parameters.
/// </summary>
/// <remarks>
/// One instance serves all flows of one table, on one thread at a time; several tables have instances of their own. What belongs to a flow
/// lies in <see cref="DissectorInput.State"/>. An exception ends this dissector for that flow, is counted and named in the
/// table's statistics, and never reaches the capture.
/// </remarks>
public abstract class FlowDissector
{
    /// <summary>Says what it recognises, and where.</summary>
    /// <param name="application">What <c>Application</c> holds when it confirmed: "TLS", "DNS". Also the name of its fields, unless it writes others.</param>
    /// <param name="carriers">Over what the protocol runs.</param>
    /// <param name="ports">
    /// On which it is asked first. On any other port it is asked after those, unless <see cref="OnlyOnPorts"/>. For
    /// <see cref="DissectorCarriers.IP"/> the protocol numbers, for <see cref="DissectorCarriers.Link"/> the EtherTypes, with 4 for frames that
    /// have a length there: their payload begins with the LLC header.
    /// </param>
    protected FlowDissector(string application, DissectorCarriers carriers, params IReadOnlyList<int> ports)
    {
        ArgumentException.ThrowIfNullOrEmpty(application);
        ArgumentNullException.ThrowIfNull(ports);
        (Application, Carriers, Ports) = (application, carriers, ports);
    }

    /// <summary>What <c>Application</c> holds when this dissector confirmed.</summary>
    public string Application { get; }

    /// <summary>Over what the protocol runs.</summary>
    public DissectorCarriers Carriers { get; }

    /// <summary>On which it is asked first.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>True for a protocol that has no mark of its own and is not to be guessed on other ports.</summary>
    public virtual bool OnlyOnPorts => false;

    /// <summary>Looks at what there is of the flow.</summary>
    /// <param name="input">What came since the flow began (TCP) or just now (else).</param>
    /// <param name="fields">Where facts go; they show on the flow once the dissector confirmed it.</param>
    /// <returns>The verdict.</returns>
    public abstract Verdict Dissect(ref DissectorInput input, FlowFields fields);

    /// <summary>Whether one of the two ends is at one of the <see cref="Ports"/>: then less of a mark will do.</summary>
    /// <param name="input">What is looked at.</param>
    protected bool OnPort(in DissectorInput input) => Ports.Contains(input.SourcePort) || Ports.Contains(input.DestinationPort);
}
