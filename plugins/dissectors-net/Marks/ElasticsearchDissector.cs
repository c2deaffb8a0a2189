using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Elasticsearch between its nodes.</summary>
/// <remarks>Source: Elasticsearch, TcpHeader.</remarks>
public sealed class ElasticsearchDissector() : MarkDissector("Elasticsearch", DissectorCarriers.Tcp, 9300)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 19)
            return payload is [(byte)'E', (byte)'S', ..] or [(byte)'E'] ? Verdict.More : Verdict.NotMine;
        int length = BinaryPrimitives.ReadInt32BigEndian(payload[2..]);
        // A status byte, and a version, follow the request's number.
        return If(payload.StartsWith("ES"u8) && (OnPort(input) || length is > 13 and < 1 << 26 && payload[14] < 0x10 && payload[15] == 0));
    }
}
