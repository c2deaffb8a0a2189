using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>MySQL and MariaDB: the server's greeting.</summary>
/// <remarks>Source: MySQL Client/Server Protocol, HandshakeV10.</remarks>
public sealed class MySqlDissector() : MarkDissector("MySQL", DissectorCarriers.Tcp, 3306)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 6)
            return OnPort(input) ? Verdict.More : Verdict.NotMine;
        if (payload is not [_, _, 0, 0, 10, >= (byte)'1' and <= (byte)'9', ..])
            // The client has to wait for the greeting.
            return payload is [_, _, 0, 1, ..] && OnPort(input) && !input.Opposite.IsEmpty ? Verdict.More : Verdict.NotMine;
        int end = payload[5..].IndexOf((byte)0);
        return If(end is > 2 and < 64 && PayloadText.IsPrintable(payload.Slice(5, end)) && payload.Slice(5, end).IndexOf((byte)'.') > 0);
    }
}
