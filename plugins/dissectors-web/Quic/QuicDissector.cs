using System.Buffers;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>QUIC: the hello that the client's Initial packets carry, over however many packets and datagrams. Google's older QUIC has <see cref="GoogleQuicDissector"/>.</summary>
/// <remarks>Source: RFC 9000, RFC 9001, RFC 9369, and the drafts before.</remarks>
public sealed class QuicDissector() : FlowDissector("QUIC", DissectorCarriers.Udp, 443, 80, 784, 853, 4433, 8443, 8853)
{
    private const byte FixedBit = 0x40, ClientHelloType = 1;
    private const int LeastInitial = 1200, LeastId = 8;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (input.State is not Connection known)
        {
            if (!LongHeader.TryRead(input.Payload, out var header))
                return Verdict.NotMine;
            if (QuicVersion.IsReserved(header.Version) && input.Payload.Length >= LeastInitial && header.Destination.Length >= LeastId)
                return Verdict.More;
            if (!LooksLikeQuic(header, input.Payload))
                return Verdict.NotMine;
            input.State = known = new Connection();
        }
        known.Take(input.Payload);
        if (known.Facts is { } facts)
            fields.SetAll("QUIC", facts.Build());
        return known.IsWhole ? Verdict.Done : Verdict.Confirmed;
    }

    /// <summary>A version that is known, or a version negotiation that offers one.</summary>
    private static bool LooksLikeQuic(in LongHeader header, ReadOnlySpan<byte> packet)
    {
        if (header.Version != 0)
            return QuicVersion.Of(header.Version) is not null && ((header.First & FixedBit) != 0 || header.Destination.Length >= LeastId);
        var versions = new PayloadReader(packet[header.Length..]);
        if (versions.Left == 0 || versions.Left % 4 != 0 || versions.Left > 128 || header.Destination.Length + header.Source.Length == 0)
            return false;
        while (versions.Left > 0)
            if (QuicVersion.Of(versions.UInt32()) is not null)
                return true;
        return false;
    }

    /// <summary>What is known of one connection; it ends with the client's hello.</summary>
    private sealed class Connection
    {
        private readonly ScatteredBytes hello = new();
        private byte[]? firstDestination;
        private bool isRead;

        public bool IsWhole => isRead;

        public MetadataBuilder? Facts { get; private set; }

        public void Take(ReadOnlySpan<byte> datagram)
        {
            while (LongHeader.TryRead(datagram, out var header) && QuicVersion.Of(header.Version) is { } version)
            {
                int type = header.First >> 4 & 3;
                bool isInitial = type == version.InitialType;
                Facts ??= new MetadataBuilder { ["Version"] = version.Name };
                if (type == (version.InitialType + 3) % 4)
                {
                    // After a Retry the client derives its keys anew, from the id that the server chose.
                    firstDestination = null;
                    return;
                }
                if (!InitialPacket.TryMeasure(datagram, header, isInitial, out int numberOffset, out int end))
                    return;
                if (isInitial && !isRead)
                    Open(datagram[..end], header, numberOffset, version);
                datagram = datagram[end..];
            }
        }

        private void Open(ReadOnlySpan<byte> packet, in LongHeader header, int numberOffset, QuicVersion version)
        {
            byte[] copy = ArrayPool<byte>.Shared.Rent(packet.Length);
            try
            {
                // Whoever sends first is the client, unless the capture began later: then the other side's packets do not open.
                if (!TryOpen(copy, packet, firstDestination ?? header.Destination, numberOffset, version, out var frames)
                    && (firstDestination is null || !TryOpen(copy, packet, header.Destination, numberOffset, version, out frames)))
                    return;
                firstDestination ??= header.Destination.ToArray();
                Facts!["Version"] = version.Name;
                if (version.IsGoogle)
                    isRead = GoogleHello.TryRead(frames, Facts);
                else if (CryptoFrames.TryCollect(frames, hello))
                    ReadHello(version);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(copy);
            }
        }

        private static bool TryOpen(byte[] copy, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> connectionId, int numberOffset, QuicVersion version, out ReadOnlySpan<byte> frames)
        {
            packet.CopyTo(copy);
            using var keys = InitialKeys.Of(version, connectionId, ofClient: true);
            return InitialPacket.TryOpen(copy.AsSpan(0, packet.Length), numberOffset, keys, out frames);
        }

        private void ReadHello(QuicVersion version)
        {
            var reader = new PayloadReader(hello.InOrder);
            byte type = reader.Byte();
            var body = reader.Bytes(reader.UInt24());
            if (reader.Failed || type != ClientHelloType || !ClientHello.TryRead(body, isDtls: false, out var found))
                return;
            Facts = new MetadataBuilder { ["Version"] = version.Name };
            HelloFacts.Write(Facts, found, 'q');
            isRead = true;
        }
    }
}
