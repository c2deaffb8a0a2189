using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>DHCP for IPv6: who asks, for what, and what it gets.</summary>
/// <remarks>Source: RFC 8415; RFC 4704 for the client's name; RFC 5007, 6977 and 7341 for the later messages.</remarks>
public sealed class Dhcpv6Dissector() : FlowDissector("DHCPv6", DissectorCarriers.Udp, 546, 547)
{
    private const int RelayForward = 12, RelayReply = 13, Last = 23, MostRelays = 8;

    private static readonly string[] types =
    [
        "", "SOLICIT", "ADVERTISE", "REQUEST", "CONFIRM", "RENEW", "REBIND", "REPLY", "RELEASE", "DECLINE", "RECONFIGURE", "INFORMATION-REQUEST", "RELAY-FORW", "RELAY-REPL",
        "LEASEQUERY", "LEASEQUERY-REPLY", "LEASEQUERY-DONE", "LEASEQUERY-DATA", "RECONFIGURE-REQUEST", "RECONFIGURE-REPLY", "DHCPV4-QUERY", "DHCPV4-RESPONSE",
        "ACTIVELEASEQUERY", "STARTTLS",
    ];

    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (input.Payload is not [>= 1 and <= Last, _, _, _, ..])
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        var facts = new MetadataBuilder();
        uint transaction = Read(input.Payload, facts, 0);
        ((Transactions)(input.State ??= new Transactions())).Take("DHCPv6", transaction, facts.Build(), fields);
        return Verdict.Confirmed;
    }

    /// <returns>The transaction, of the innermost message where relays are around it.</returns>
    private static uint Read(ReadOnlySpan<byte> message, MetadataBuilder facts, int depth)
    {
        if (message is not [>= 1 and <= Last and var type, var high, var middle, var low, ..])
            return 0;
        bool isRelayed = type is RelayForward or RelayReply;
        uint transaction = isRelayed ? 0 : (uint)(high << 16 | middle << 8 | low);
        facts["MessageType"] = types[type];
        var options = new PayloadReader(message);
        options.Skip(isRelayed ? 34 : 4);
        bool isAnswer = type is 2 or 7;
        while (options.Left >= 4)
        {
            ushort code = options.UInt16();
            var value = options.Bytes(options.UInt16());
            if (options.Failed)
                break;
            switch (code)
            {
                case 1 when HardwareAddress(value) is { } mac:
                    facts["ClientMAC"] = mac;
                    break;
                case 2 when !value.IsEmpty:
                    facts["Server"] = HardwareAddress(value) ?? Convert.ToHexStringLower(value[..Math.Min(value.Length, 64)]);
                    break;
                case 3 when FirstAddress(value, 12) is { } address:
                case 4 when (address = FirstAddress(value, 4)) is not null:
                    facts[isAnswer ? "Assigned" : "Requested"] = address;
                    break;
                case 9 when depth < MostRelays:
                    transaction = Read(value, facts, depth + 1);
                    break;
                case 39 when DomainName(value) is { Length: > 0 } name:
                    facts["Hostname"] = name;
                    break;
            }
        }
        return transaction;
    }

    /// <summary>The DUIDs that hold one: link-layer address with and without time.</summary>
    private static string? HardwareAddress(ReadOnlySpan<byte> duid) => duid switch
    {
        [0, 1, 0, 1, _, _, _, _, _, _, _, _, _, _] => Addresses.Mac(duid[8..]),
        [0, 3, 0, 1, _, _, _, _, _, _] => Addresses.Mac(duid[4..]),
        _ => null,
    };

    private static string? FirstAddress(ReadOnlySpan<byte> association, int start)
    {
        var options = new PayloadReader(association);
        options.Skip(start);
        while (options.Left >= 4)
        {
            ushort code = options.UInt16();
            var value = options.Bytes(options.UInt16());
            if (code == 5 && value.Length >= 16)
                return Addresses.IP(value[..16]);
        }
        return null;
    }

    private static string DomainName(ReadOnlySpan<byte> value)
    {
        var labels = new List<string>();
        var reader = new PayloadReader(value);
        reader.Skip(1);
        while (reader.Left > 0 && reader.Bytes(reader.Byte()) is { IsEmpty: false } label)
            labels.Add(PayloadText.Of(label));
        return string.Join('.', labels);
    }
}
