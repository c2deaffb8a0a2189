using System.Text;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>One TCP connection as a table would show it to its classifier.</summary>
internal sealed class TcpTalk(FlowClassifier classifier, ushort port = 80)
{
    private FlowClassification? flow;

    public string? Application => flow?.Application;

    public Metadata Fields => flow?.Fields ?? default;

    public bool WantsMore { get; private set; } = true;

    public TcpTalk Syn(bool fromA, uint sequence) => Packet(fromA, sequence, "", syn: true);

    public TcpTalk Say(bool fromA, uint sequence, string text, uint? acknowledges = null) => Packet(fromA, sequence, text, acknowledges: acknowledges);

    public TcpTalk End()
    {
        classifier.End(ref flow);
        return this;
    }

    private TcpTalk Packet(bool fromA, uint sequence, string text, bool syn = false, uint? acknowledges = null)
    {
        if (WantsMore)
            WantsMore = classifier.Classify(ref flow, new ClassifiedPacket
            {
                Carrier = DissectorCarriers.Tcp,
                Payload = Encoding.Latin1.GetBytes(text),
                FromA = fromA,
                SourcePort = fromA ? (ushort)40000 : port,
                DestinationPort = fromA ? port : (ushort)40000,
                Time = 1,
                Sequence = sequence,
                Acknowledgement = acknowledges,
                IsSyn = syn,
            });
        return this;
    }
}
