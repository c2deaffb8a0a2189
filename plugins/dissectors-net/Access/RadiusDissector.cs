using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RADIUS: who wants in where, and the last word on it, request by request. Passwords are not read.</summary>
/// <remarks>Source: RFC 2865, RFC 2866, RFC 5176.</remarks>
public sealed class RadiusDissector() : FlowDissector("RADIUS", DissectorCarriers.Udp, 1812, 1813, 1645, 1646, 3799)
{
    private const int HeaderLength = 20, UserName = 1, NasAddress = 4, NasIdentifier = 32, NasAddress6 = 95;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var reader = new PayloadReader(input.Payload);
        byte code = reader.Byte(), identifier = reader.Byte();
        int length = reader.UInt16();
        reader.Skip(16);
        if (reader.Failed || NameOf(code) is not { } name || length < HeaderLength || !HasLength(input, length))
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        // RFC 2865, 3: what lies behind the length is padding.
        reader = new PayloadReader(input.Payload[..Math.Min(length, input.Payload.Length)]);
        reader.Skip(HeaderLength);

        var requests = input.State as List<Request> ?? [];
        int number = requests.FindLastIndex(request => request.Identifier == identifier);
        if (number < 0 || requests[number].IsAnswered && IsRequest(code))
            number = requests.Count;
        if (number == FlowFields.MostExchanges)
            return Verdict.Confirmed;
        var facts = new MetadataBuilder(number < requests.Count ? requests[number].Facts : default) { ["Code"] = name };
        while (reader.Left >= 2)
        {
            byte type = reader.Byte();
            int size = reader.Byte();
            var value = reader.Bytes(size - 2);
            if (size < 2 || reader.Failed)
                return input.IsTruncated || input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
            if (type == UserName && !value.IsEmpty)
                facts["UserName"] = PayloadText.Of(value, 255);
            else if (type == NasIdentifier && !value.IsEmpty)
                facts["NAS"] = PayloadText.Of(value, 255);
            else if ((type == NasAddress && value.Length == 4 || type == NasAddress6 && value.Length == 16) && facts["NAS"].IsNull)
                facts["NAS"] = Addresses.IP(value);
        }
        if (number == requests.Count)
            requests.Add(default);
        requests[number] = new Request(identifier, !IsRequest(code), facts.Build());
        input.State = requests;
        fields.SetExchange("RADIUS", number, requests[number].Facts);
        // Without attributes two bytes and a length are not much of a mark: elsewhere it takes some.
        return input.Payload.Length == HeaderLength && !OnPort(input) ? Verdict.NotMine : Verdict.Confirmed;
    }

    private bool HasLength(in DissectorInput input, int length) =>
        length == input.Payload.Length || (length < input.Payload.Length ? OnPort(input) : input.IsTruncated);

    private static bool IsRequest(byte code) => code is 1 or 4 or 12 or 40 or 43;

    private static string? NameOf(byte code) => code switch
    {
        1 => "Access-Request",
        2 => "Access-Accept",
        3 => "Access-Reject",
        4 => "Accounting-Request",
        5 => "Accounting-Response",
        11 => "Access-Challenge",
        12 => "Status-Server",
        13 => "Status-Client",
        40 => "Disconnect-Request",
        41 => "Disconnect-ACK",
        42 => "Disconnect-NAK",
        43 => "CoA-Request",
        44 => "CoA-ACK",
        45 => "CoA-NAK",
        _ => null,
    };

    private readonly record struct Request(byte Identifier, bool IsAnswered, Metadata Facts);
}
