namespace Steffi.Flows;

/// <summary>The header of a VRRP advertisement (RFC 3768, 9568), in Skydive's names.</summary>
internal static class VrrpFields
{
    public static Metadata Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 8)
            return default;
        return Metadata.Of(
            ("version", payload[0] >> 4), ("VirtualRtrID", (int)payload[1]), ("priority", (int)payload[2]), ("CountIPAddr", (int)payload[3]), ("adver_int", (int)payload[5]));
    }
}
