using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>TURN: what goes within it, and between its own messages.</summary>
public class RelayTests
{
    private static readonly byte[] request = Stun(0x0001), answer = Stun(0x0101, 0x8022, "relay 1\0"u8);

    [Fact]
    public void Handshakes_in_indications_and_channels_are_read()
    {
        byte[] hello = Record(1, 40), serverHello = Record(2, 38);
        var talk = Talk(3478).Say(true, request).Say(false, answer).Say(true, Stun(0x0016, 0x0013, hello)).Say(false, request);
        Assert.Equal("DTLS DTLSv1.2 relay 1", $"{talk.Application} {talk.Fields["DTLS.Version"].AsString()} {talk.Fields["STUN.Software"].AsString()}");
        talk.Say(false, [0x40, 1, 0, (byte)serverHello.Length, .. serverHello, 0, 0]);
        Assert.Equal("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", talk.Fields["DTLS.CipherSuite"].AsString());
        Assert.False(talk.WantsMore);
    }

    [Fact]
    public void Media_in_channels_and_between_messages_is_counted_together()
    {
        var talk = Talk(40001).Say(true, request);
        for (byte i = 1; i <= 4; i++)
            talk.Say(true, i % 2 == 0 ? Media(i) : [0x40, 0, 0, 16, .. Media(i)]).Say(true, request);
        Assert.Equal("RTP 7", $"{talk.Application} {talk.Fields["RTP.SSRC"].AsInt()}");
    }

    [Fact]
    public void A_channel_is_none_where_nobody_spoke_of_it() =>
        Assert.Null(Talk(40001).Say(true, [0x40, 0, 0, 16, .. Media(1)]).Application);

    [Fact]
    public void Requests_alone_are_STUN_and_stay_open_for_what_may_come()
    {
        var talk = Talk(40001).Say(true, request).Say(true, request).Say(false, answer);
        Assert.Equal(("STUN", true), (talk.Application, talk.WantsMore));
    }

    private static DatagramTalk Talk(ushort port) => new(new FlowClassifier(AllDissectors.Make()), port);

    private static byte[] Media(byte number) => [0x80, 96, 0, number, 0, 0, number, 0, 0, 0, 0, 7, 1, 2, 3, 4];

    private static byte[] Stun(ushort type, ushort attribute = 0, ReadOnlySpan<byte> value = default)
    {
        byte[] padded = new byte[(value.Length + 3) & ~3];
        value.CopyTo(padded);
        byte[] attributes = value.IsEmpty ? [] : [0, (byte)attribute, 0, (byte)value.Length, .. padded];
        byte[] message = [0, 0, 0, (byte)attributes.Length, 0x21, 0x12, 0xa4, 0x42, .. new byte[12], .. attributes];
        BinaryPrimitives.WriteUInt16BigEndian(message, type);
        if (!value.IsEmpty)
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(20), attribute);
        return message;
    }

    /// <summary>A client's hello with one suite, or a server's that takes it.</summary>
    private static byte[] Record(byte type, int length)
    {
        byte[] body = type == 1 ? [0xfe, 0xfd, .. new byte[32], 0, 0, 0, 2, 0xc0, 0x2b, 0] : [0xfe, 0xfd, .. new byte[32], 0, 0xc0, 0x2b, 0];
        Array.Resize(ref body, length);
        byte[] fragment = [type, 0, 0, (byte)length, 0, 0, 0, 0, 0, 0, 0, (byte)length, .. body];
        return [22, 0xfe, 0xff, .. new byte[9], (byte)fragment.Length, .. fragment];
    }
}
