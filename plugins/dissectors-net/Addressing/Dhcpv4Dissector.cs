using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>DHCP for IPv4, and BOOTP before it: who asks, for what, and what it gets.</summary>
/// <remarks>Source: RFC 2131, RFC 2132; option overload of 9.3. A transaction is an exchange: its last message's type shows, other facts stay once they are known.</remarks>
public sealed class Dhcpv4Dissector() : FlowDissector("DHCPv4", DissectorCarriers.Udp, 67, 68, 4011)
{
    private const int FixedLength = 236, NameOffset = 44, FileOffset = 108;
    private const uint Cookie = 0x63825363;

    private static readonly string[] types =
        ["", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM", "FORCERENEW", "LEASEQUERY", "LEASEUNASSIGNED", "LEASEUNKNOWN", "LEASEACTIVE",
            "BULKLEASEQUERY", "LEASEQUERYDONE", "ACTIVELEASEQUERY", "LEASEQUERYSTATUS", "TLS"];

    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var message = input.Payload;
        if (message.Length < NameOffset || message[0] is not (1 or 2) || message[1] == 0 || message[2] > 16)
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        var facts = new MetadataBuilder();
        if (message[2] == 6)
            facts["ClientMAC"] = Addresses.Mac(message.Slice(28, 6));
        if (message[16..20].IndexOfAnyExcept((byte)0) >= 0)
            facts["Assigned"] = Addresses.IP(message.Slice(16, 4));
        var reader = new PayloadReader(message);
        reader.Skip(FixedLength);
        if (reader.UInt32() == Cookie)
        {
            int overload = ReadOptions(reader.Rest, facts);
            if ((overload & 1) != 0)
                ReadOptions(message[FileOffset..FixedLength], facts);
            if ((overload & 2) != 0)
                ReadOptions(message[NameOffset..FileOffset], facts);
        }
        var transactions = (Transactions)(input.State ??= new Transactions());
        transactions.Take("DHCPv4", BinaryPrimitives.ReadUInt32BigEndian(message[4..]), facts.Build(), fields);
        return Verdict.Confirmed;
    }

    private static int ReadOptions(ReadOnlySpan<byte> options, MetadataBuilder facts)
    {
        int overload = 0;
        var reader = new PayloadReader(options);
        while (reader.Left > 0)
        {
            byte code = reader.Byte();
            if (code == 0)
                continue;
            if (code == 255)
                break;
            var value = reader.Bytes(reader.Byte());
            if (reader.Failed)
                break;
            switch (code)
            {
                case 53 when value is [var type] && type < types.Length:
                    facts["MessageType"] = types[type];
                    break;
                case 12 when value.TrimEnd((byte)0) is { IsEmpty: false } name:
                    facts["Hostname"] = PayloadText.Of(name, 255);
                    break;
                case 50 when value.Length == 4:
                    facts["Requested"] = Addresses.IP(value);
                    break;
                case 54 when value.Length == 4:
                    facts["Server"] = Addresses.IP(value);
                    break;
                case 52 when value is [var where]:
                    overload = where;
                    break;
            }
        }
        return overload;
    }
}
