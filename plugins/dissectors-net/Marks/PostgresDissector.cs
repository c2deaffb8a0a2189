using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>PostgreSQL: a client's first message; hands over to TLS when the server agrees to it.</summary>
/// <remarks>Source: PostgreSQL, Frontend/Backend Protocol, message formats.</remarks>
public sealed class PostgresDissector() : FlowDissector("PostgreSQL", DissectorCarriers.Tcp, 5432)
{
    private const uint Version3 = 0x00030000, SslRequest = 80877103, GssRequest = 80877104, CancelRequest = 80877102;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var client = input.FromClient ? input.Payload : input.Opposite;
        var server = input.FromClient ? input.Opposite : input.Payload;
        if (client.Length < 8 || client.Length == 8 && client is [0, 0, _, _, 0, 3, 0, 0])
            return client is [] or [0, ..] && !input.IsTruncated ? Verdict.More : Verdict.NotMine;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(client), code = BinaryPrimitives.ReadUInt32BigEndian(client[4..]);
        if (code == Version3 && length is > 8 and < 10_000)
            return client.Length > 8 && char.IsAsciiLetter((char)client[8]) ? Verdict.Done : Verdict.NotMine;
        if (code == CancelRequest && length == 16)
            return Verdict.Done;
        if (code is not (SslRequest or GssRequest) || length != 8)
            return Verdict.NotMine;
        if (server is not [(byte)'S', ..] || code == GssRequest)
            return Verdict.Confirmed;
        (input.InnerPayload, input.InnerOpposite) = input.FromClient ? (8, 1) : (1, 8);
        return Verdict.Carries;
    }
}
