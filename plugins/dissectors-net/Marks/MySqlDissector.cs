using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>MySQL and MariaDB: the server's greeting; hands over to TLS where the client asks for it.</summary>
/// <remarks>Source: MySQL Client/Server Protocol, HandshakeV10 and SSLRequest.</remarks>
public sealed class MySqlDissector() : FlowDissector("MySQL", DissectorCarriers.Tcp, 3306)
{
    private const int PacketHeader = 4, SslRequest = 32, LongestVersion = 64;

    private static ReadOnlySpan<byte> SslHeader => [SslRequest, 0, 0, 1];

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var payload = input.Payload;
        if (!input.IsConfirmed)
        {
            if (payload.Length < 6)
                return OnPort(input) && !input.IsTruncated ? Verdict.More : Verdict.NotMine;
            if (payload.Length < LongestVersion && payload is [_, _, 0, 0, 10, >= (byte)'1' and <= (byte)'9', ..] && payload[5..].IndexOf((byte)0) < 0 && !input.IsTruncated)
                return Verdict.More;
            if (!IsGreeting(payload))
                // The client has to wait for the greeting.
                return payload is [_, _, 0, 1, ..] && OnPort(input) && !input.Opposite.IsEmpty && !input.IsTruncated ? Verdict.More : Verdict.NotMine;
        }
        bool isServers = IsGreeting(payload);
        if (isServers)
            fields.Set("MySQL", "Server", PayloadText.Of(payload.Slice(5, payload[5..].IndexOf((byte)0))));
        var server = isServers ? payload : input.Opposite;
        var client = isServers ? input.Opposite : payload;
        if (client.Length < PacketHeader + SslRequest)
            return SslHeader.StartsWith(client[..Math.Min(client.Length, PacketHeader)]) ? Verdict.Confirmed : Verdict.Done;
        int greeting = PacketHeader + (server.Length < PacketHeader ? 0 : server[0] | server[1] << 8);
        // Nothing but capabilities, TLS among them.
        if (!client.StartsWith(SslHeader) || (client[PacketHeader + 1] & 8) == 0 || greeting > server.Length)
            return Verdict.Done;
        (input.InnerPayload, input.InnerOpposite) = isServers ? (greeting, PacketHeader + SslRequest) : (PacketHeader + SslRequest, greeting);
        return Verdict.Carries;
    }

    private static bool IsGreeting(ReadOnlySpan<byte> payload)
    {
        if (payload is not [_, _, 0, 0, 10, >= (byte)'1' and <= (byte)'9', ..])
            return false;
        int end = payload[5..].IndexOf((byte)0);
        return end is > 2 and < LongestVersion && PayloadText.IsPrintable(payload.Slice(5, end)) && payload.Slice(5, end).IndexOf((byte)'.') > 0;
    }
}
