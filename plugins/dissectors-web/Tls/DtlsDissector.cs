using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>DTLS 1.0 to 1.3: what both hellos say.</summary>
/// <remarks>Source: RFC 6347, RFC 9147, 5.3 (both hellos travel in clear text and with the old header). A flow that is joined later is known by its records.</remarks>
public sealed class DtlsDissector() : FlowDissector("DTLS", DissectorCarriers.Udp, 443, 684, 853, 2083, 3391, 4433, 5061, 5349, 5684)
{
    private const int RecordHeader = 13;
    private const byte Handshake = 22, Acknowledgement = 26;
    private const byte ClientHelloType = 1, ServerHelloType = 2;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var known = input.State as Progress ?? new Progress();
        var reader = new PayloadReader(input.Payload);
        int records = 0;
        while (reader.Left >= RecordHeader)
        {
            byte type = reader.Byte();
            ushort version = reader.UInt16(), epoch = reader.UInt16();
            reader.Skip(6);
            int length = reader.UInt16();
            if (type is < 20 or > Acknowledgement || version is not (0xfeff or 0xfefd or 0xfefc or 0x0100) || length == 0)
                break;
            var record = reader.UpTo(length);
            if (reader.Failed && !input.IsTruncated)
                break;
            records++;
            if (type == Handshake && epoch == 0)
                known.Take(record);
        }
        if (records == 0 || reader.Left > 0)
            // RFC 6347, 4.1.2.7: what is damaged is passed over; a handshake that begins so may still follow.
            return known.IsSure ? Verdict.Confirmed : BeginsHandshake(input.Payload) ? Verdict.More : Verdict.NotMine;
        if (known.Facts is { } facts)
            fields.SetAll("DTLS", facts.Build());
        known.IsSure = true;
        input.State = known;
        return known.HasServer ? Verdict.Done : Verdict.Confirmed;
    }

    private static bool BeginsHandshake(ReadOnlySpan<byte> payload) =>
        payload is [Handshake, 0xfe, 0xff or 0xfd, 0, 0, 0, 0, 0, 0, 0, ..] && payload.Length > RecordHeader;

    private sealed class Progress
    {
        private readonly ScatteredBytes client = new(), server = new();
        private byte[] session = [];
        private bool hasClient;

        public bool IsSure { get; set; }

        public bool HasServer { get; private set; }

        public MetadataBuilder? Facts { get; private set; }

        /// <summary>Takes in the handshake messages, or parts of them, of one record.</summary>
        public void Take(ReadOnlySpan<byte> record)
        {
            var reader = new PayloadReader(record);
            while (reader.Left > 0)
            {
                byte type = reader.Byte();
                int length = reader.UInt24();
                reader.Skip(2);
                int offset = reader.UInt24();
                var fragment = reader.Bytes(reader.UInt24());
                if (reader.Failed || offset + fragment.Length > length)
                    return;
                if (type == ClientHelloType && !hasClient)
                    TakeClient(length, offset, fragment);
                else if (type == ServerHelloType && !HasServer)
                    TakeServer(length, offset, fragment);
            }
        }

        private void TakeClient(int length, int offset, ReadOnlySpan<byte> fragment)
        {
            client.Add(offset, fragment);
            if (client.InOrder.Length < length || !ClientHello.TryRead(client.InOrder[..length], isDtls: true, out var hello))
                return;
            hasClient = true;
            session = hello.SessionId.ToArray();
            Facts ??= [];
            if (!HasServer)
                Facts["Version"] = TlsNames.Version(hello.Version);
            HelloFacts.Write(Facts, hello, 'd');
        }

        private void TakeServer(int length, int offset, ReadOnlySpan<byte> fragment)
        {
            server.Add(offset, fragment);
            if (server.InOrder.Length < length || !ServerHello.TryRead(server.InOrder[..length], out var hello))
                return;
            Facts ??= [];
            Facts["Version"] = TlsNames.Version(hello.Version);
            Facts["CipherSuite"] = TlsNames.CipherSuite(hello.CipherSuite);
            HasServer = !hello.IsRetry;
            if (HasServer && (hello.HasPreSharedKey || session.Length > 0 && hello.SessionId.SequenceEqual(session)))
                Facts["Resumed"] = true;
        }
    }
}
