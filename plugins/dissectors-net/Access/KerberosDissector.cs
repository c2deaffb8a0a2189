using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Kerberos 5: the kind of its first message.</summary>
/// <remarks>Source: RFC 4120, 5; 7.2.2 for the length over TCP.</remarks>
public sealed class KerberosDissector() : FlowDissector("Kerberos", DissectorCarriers.Tcp | DissectorCarriers.Udp, 88, 464)
{
    private const int LongestStart = 32;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var reader = new PayloadReader(input.Payload);
        if (input.Carrier == DissectorCarriers.Tcp)
        {
            if (reader.Left < LongestStart && reader.Left < LengthOf(input.Payload) && !input.IsTruncated)
                return input.Payload is [] or [0, ..] ? Verdict.More : Verdict.NotMine;
            if (reader.UInt32() is < 16 or > 1 << 20)
                return Verdict.NotMine;
        }
        if (!BasicEncoding.TryNext(ref reader, out byte application, out var content) || NameOf(application) is not { } name)
            return Verdict.NotMine;
        var message = new PayloadReader(content);
        // Every message begins with the version: requests under tag 1, all others under tag 0.
        if (!BasicEncoding.TryOpen(ref message, BasicEncoding.Sequence, out _) || message.Byte() is not (0xa0 or 0xa1) || message.Byte() != 3
            || !BasicEncoding.TryInteger(ref message, out int version) || version != 5)
            return Verdict.NotMine;
        fields.Set("Kerberos", "Message", name);
        return Verdict.Done;
    }

    private static long LengthOf(ReadOnlySpan<byte> stream) => stream.Length < 4 ? 4 : 4 + (long)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(stream);

    private static string? NameOf(byte application) => application switch
    {
        0x6a => "AS-REQ",
        0x6b => "AS-REP",
        0x6c => "TGS-REQ",
        0x6d => "TGS-REP",
        0x6e => "AP-REQ",
        0x6f => "AP-REP",
        0x7e => "KRB-ERROR",
        _ => null,
    };
}
