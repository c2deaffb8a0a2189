using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>One flow of datagrams as a table would show it to its classifier: one a nanosecond.</summary>
internal sealed class DatagramTalk(FlowClassifier classifier, ushort port)
{
    private FlowClassification? flow;
    private long time;

    public string? Application => flow?.Application;

    public Metadata Fields => flow?.Fields ?? default;

    public bool WantsMore { get; private set; } = true;

    public DatagramTalk Say(bool fromA, byte[] payload)
    {
        time++;
        if (WantsMore)
            WantsMore = classifier.Classify(ref flow, new ClassifiedPacket
            {
                Carrier = DissectorCarriers.Udp,
                Payload = payload,
                FromA = fromA,
                SourcePort = fromA ? (ushort)40000 : port,
                DestinationPort = fromA ? port : (ushort)40000,
                Time = time,
            });
        return this;
    }

    public DatagramTalk End()
    {
        classifier.End(ref flow);
        return this;
    }
}
