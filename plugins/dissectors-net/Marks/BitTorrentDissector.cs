using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>BitTorrent: the handshake of peers, and the distributed table's messages.</summary>
/// <remarks>Source: BEP 3, BEP 5; BEP 14 for peers in the local network.</remarks>
public sealed class BitTorrentDissector() : MarkDissector("BitTorrent", DissectorCarriers.Tcp | DissectorCarriers.Udp, 6881)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        if (input.Carrier == DissectorCarriers.Tcp)
            return Begins(input.Payload, "\u0013BitTorrent protocol"u8);
        var payload = input.Payload;
        return If(payload.StartsWith("BT-SEARCH * HTTP/1.1"u8) || payload.StartsWith("d1:"u8) && (payload.IndexOf("1:y1:q"u8) > 0 && payload.IndexOf("1:q"u8) > 0 || payload.IndexOf("1:y1:r"u8) > 0 && payload.IndexOf("2:id20:"u8) > 0 || payload.IndexOf("1:y1:e"u8) > 0));
    }
}
