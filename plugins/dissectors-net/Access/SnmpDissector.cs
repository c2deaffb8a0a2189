using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>SNMP, versions 1, 2c and 3: the PDU of each message. Communities are stepped over, never stored.</summary>
/// <remarks>Source: RFC 1157, RFC 3416, RFC 3412.</remarks>
public sealed class SnmpDissector() : FlowDissector("SNMP", DissectorCarriers.Udp, 161, 162)
{
    private static readonly string[] pdus =
        ["get-request", "get-next-request", "response", "set-request", "trap", "get-bulk-request", "inform-request", "snmpV2-trap", "report"];

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var reader = new PayloadReader(input.Payload);
        if (!BasicEncoding.TryOpen(ref reader, BasicEncoding.Sequence, out int length) || length > reader.Left && !input.IsTruncated || length < 8
            || !BasicEncoding.TryInteger(ref reader, out int version) || version is not (0 or 1 or 3))
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        var pdu = version == 3 ? PduOfVersion3(ref reader) : PduOfCommunity(ref reader);
        if (pdu is null)
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        int number = input.State as int? ?? 0;
        fields.SetExchange("SNMP", number, Metadata.Of(("Version", version == 3 ? 3 : version + 1), ("PDU", pdu)));
        input.State = number + 1;
        return number + 1 == FlowFields.MostExchanges ? Verdict.Done : Verdict.Confirmed;
    }

    private static string? PduOfCommunity(ref PayloadReader reader) =>
        BasicEncoding.TryNext(ref reader, out byte tag, out _) && tag == BasicEncoding.OctetString ? Pdu(reader.Rest) : null;

    private static string? PduOfVersion3(ref PayloadReader reader)
    {
        // Message header, then security parameters, then the scoped PDU or what it is encrypted to.
        if (!BasicEncoding.TryNext(ref reader, out byte header, out _) || header != BasicEncoding.Sequence
            || !BasicEncoding.TryNext(ref reader, out byte security, out _) || security != BasicEncoding.OctetString
            || !BasicEncoding.TryNext(ref reader, out byte tag, out var scoped))
            return null;
        if (tag == BasicEncoding.OctetString)
            return "encrypted";
        var inner = new PayloadReader(scoped);
        return BasicEncoding.TryNext(ref inner, out _, out _) && BasicEncoding.TryNext(ref inner, out _, out _) ? Pdu(inner.Rest) : null;
    }

    private static string? Pdu(ReadOnlySpan<byte> rest) => rest is [>= 0xa0 and <= 0xa8 and var tag, ..] ? pdus[tag - 0xa0] : null;
}
