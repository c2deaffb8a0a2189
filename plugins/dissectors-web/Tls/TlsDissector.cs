using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>TLS and SSL over TCP: what both hellos say.</summary>
/// <remarks>Source: RFC 8446, RFC 5246, RFC 6101. A flow that is joined later is known by its records.</remarks>
public sealed class TlsDissector() : FlowDissector("TLS", DissectorCarriers.Tcp, 443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 8443, 8883)
{
    private const byte ClientHelloType = 1, ServerHelloType = 2;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (Ssl2Hello.IsOne(input.Payload))
            return OldHello(input.Payload, fields);
        if (input.IsConfirmed && Ssl2Hello.IsAnswer(input.Payload))
        {
            fields.Set("TLS", "Version", TlsNames.Version(0x0002));
            return Verdict.Done;
        }
        if (!HandshakeStream.IsRecord(input.Payload))
            // The answer to an old hello comes alone, and behind a gap may be the middle of a record; anything else that is no record is no TLS.
            return input.IsConfirmed && input.Skipped > 0 ? Verdict.Confirmed : MoreIf(input.Payload.IsEmpty || !input.IsTruncated && Ssl2Hello.MayBegin(input.Payload));
        var known = input.State as Hellos;
        if (input.Payload[0] != HandshakeStream.Handshake)
            return known is null ? ByRecords(input.Payload) : Verdict.Done;

        known ??= new Hellos();
        var messages = new HandshakeStream(input.Payload);
        while (messages.TryNext(out byte type, out var body, out bool isWhole))
        {
            if (type == ClientHelloType && !known.HasClient && (isWhole || input.IsTruncated))
                known.Take(body, isWhole);
            else if (type == ServerHelloType && !known.HasServer && (isWhole || input.IsTruncated))
                known.TakeAnswer(body);
            else if (type is not (0 or 1 or 2 or 4 or 11 or 12 or 13 or 14 or 16 or 20 or 22))
                // Encrypted handshake: a flow joined late, or one past its hellos.
                break;
        }
        if (!known.HasClient && !known.HasServer)
            return input.Payload.Length < HandshakeStream.HeaderLength + 4 || !input.IsTruncated && StartsWithHello(input.Payload)
                ? Verdict.More
                : ByRecords(input.Payload);
        input.State = known;
        fields.SetAll("TLS", known.Facts.Build());
        return known.HasClient && known.HasServer ? Verdict.Done : Verdict.Confirmed;
    }

    private static Verdict MoreIf(bool mayCome) => mayCome ? Verdict.More : Verdict.NotMine;

    private static bool StartsWithHello(ReadOnlySpan<byte> records) =>
        records is [HandshakeStream.Handshake, _, _, _, _, ClientHelloType or ServerHelloType, 0, ..];

    private static Verdict OldHello(ReadOnlySpan<byte> payload, FlowFields fields)
    {
        fields.Set("TLS", "Version", TlsNames.Version(Ssl2Hello.VersionOf(payload)));
        return Verdict.Confirmed;
    }

    /// <summary>Two heads in a row that fit, or one record that ends with the segment, are no accident.</summary>
    private static Verdict ByRecords(ReadOnlySpan<byte> bytes)
    {
        for (int found = 0; HandshakeStream.IsRecord(bytes); found++)
        {
            if (bytes.Length < HandshakeStream.HeaderLength)
                return found > 1 ? Verdict.Done : Verdict.More;
            if (found == 2)
                return Verdict.Done;
            int length = HandshakeStream.HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
            if (bytes.Length == length)
                return Verdict.Done;
            if (bytes.Length < length)
                return found > 0 ? Verdict.Done : Verdict.More;
            bytes = bytes[length..];
        }
        return Verdict.NotMine;
    }

    /// <summary>What is known of one connection.</summary>
    private sealed class Hellos
    {
        private byte[] session = [];
        private bool isVersionNegotiated;

        public bool HasClient { get; private set; }

        public bool HasServer { get; private set; }

        public MetadataBuilder Facts { get; } = [];

        public void Take(ReadOnlySpan<byte> body, bool isWhole)
        {
            if (!ClientHello.TryRead(body, isDtls: false, out var hello))
                return;
            HasClient = true;
            session = hello.SessionId.ToArray();
            if (!isVersionNegotiated)
                Facts["Version"] = TlsNames.Version(hello.Version);
            HelloFacts.Write(Facts, hello, 't', isWhole);
        }

        public void TakeAnswer(ReadOnlySpan<byte> body)
        {
            if (!ServerHello.TryRead(body, out var hello))
                return;
            isVersionNegotiated = true;
            Facts["Version"] = TlsNames.Version(hello.Version);
            Facts["CipherSuite"] = TlsNames.CipherSuite(hello.CipherSuite);
            if (hello.IsRetry)
                return;
            HasServer = true;
            // Up to 1.2 the session's id comes back; 1.3 echoes it always and names the key instead.
            if (hello.HasPreSharedKey || hello.Version <= 0x0303 && session.Length > 0 && hello.SessionId.SequenceEqual(session))
                Facts["Resumed"] = true;
        }
    }
}
