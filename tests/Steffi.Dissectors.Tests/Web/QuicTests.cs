using Steffi.Flows;
using Steffi.Plugins.Dissectors.Web;

namespace Steffi.Dissectors.Tests;

public class QuicTests
{
    private static readonly byte[] hello = SealedInitial.RfcHello;

    [Fact]
    public void The_packet_of_rfc_9001_is_opened()
    {
        byte[] packet = SealedInitial.Version1.Packet(2, SealedInitial.Crypto(0, hello));
        // Head and sample as the RFC prints them: this is its packet.
        Assert.Equal("c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9b", Convert.ToHexStringLower(packet[..38]));
        Assert.Equal("example.com", Facts(packet)["SNI"].AsString());
        Assert.Equal("1", Facts(packet)["Version"].AsString());
    }

    [Fact]
    public void So_is_one_of_version_2() =>
        Assert.Equal("example.com over 2", Name(SealedInitial.Version2.Packet(0, SealedInitial.Crypto(0, hello))));

    [Fact]
    public void And_of_its_drafts() =>
        Assert.Equal("example.com over 2-draft", Name(SealedInitial.DraftOfVersion2.Packet(0, SealedInitial.Crypto(0, hello))));

    [Fact]
    public void A_client_that_asks_for_versions_first_is_read_when_it_begins_anew()
    {
        byte[] asking = [0xc5, 0x1a, 0x2a, 0x3a, 0x4a, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, .. new byte[1185]];
        Assert.Equal("example.com over 1", Name(asking, SealedInitial.Version1.Packet(0, SealedInitial.Crypto(0, hello))));
        Assert.False(new DatagramTalk(new FlowClassifier([new QuicDissector()]), 443).Say(true, asking[..1100]).WantsMore);
    }

    [Fact]
    public void A_hello_is_put_together_from_pieces_in_any_order_and_over_datagrams()
    {
        byte[] first = SealedInitial.Version1.Packet(0, [1, .. SealedInitial.Crypto(100, hello[100..200]), 0, .. SealedInitial.Crypto(200, hello[200..])]);
        byte[] second = SealedInitial.Version1.Packet(1, [.. SealedInitial.Crypto(40, hello[40..120]), .. SealedInitial.Crypto(0, hello[..40])]);
        Assert.Equal("example.com over 1", Name(first, second));
    }

    [Fact]
    public void Packets_that_share_a_datagram_are_all_read()
    {
        byte[] first = SealedInitial.Version1.Packet(0, SealedInitial.Crypto(0, hello[..120]), size: 400);
        byte[] second = SealedInitial.Version1.Packet(1, SealedInitial.Crypto(120, hello[120..]), size: 800);
        Assert.Equal("example.com over 1", Name([.. first, .. second]));
    }

    [Fact]
    public void A_packet_that_was_changed_is_not_believed()
    {
        byte[] packet = SealedInitial.Version1.Packet(2, SealedInitial.Crypto(0, hello));
        packet[600] ^= 1;
        var facts = Facts(packet);
        Assert.True(facts["SNI"].IsNull);
        Assert.Equal("1", facts["Version"].AsString());
    }

    private static string Name(params byte[][] datagrams) => $"{Facts(datagrams)["SNI"].AsString()} over {Facts(datagrams)["Version"].AsString()}";

    private static Metadata Facts(params byte[][] datagrams)
    {
        var classifier = new FlowClassifier([new QuicDissector()]);
        FlowClassification? flow = null;
        foreach (var datagram in datagrams)
            classifier.Classify(ref flow, new ClassifiedPacket
            {
                Carrier = DissectorCarriers.Udp,
                Payload = datagram,
                FromA = true,
                SourcePort = 50000,
                DestinationPort = 443,
                Time = 1,
            });
        Assert.Equal("QUIC", flow?.Application);
        return flow!.Fields["QUIC"].AsMap();
    }
}
