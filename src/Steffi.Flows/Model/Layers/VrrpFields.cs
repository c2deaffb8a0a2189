using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>The header of a VRRP advertisement (RFC 3768, 9568), in Skydive's names; zeros are left out, as there.</summary>
internal static class VrrpFields
{
    public static Metadata Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 8)
            return default;
        int version = payload[0] >> 4;
        // Seconds in a byte behind the kind of authentication; in version 3 hundredths in twelve bits.
        int interval = version == 3 ? BinaryPrimitives.ReadUInt16BigEndian(payload[4..]) & 0xFFF : payload[5];
        var map = new MetadataBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)
            [("version", version), ("VirtualRtrID", payload[1]), ("priority", payload[2]), ("CountIPAddr", payload[3]), ("adver_int", interval), ("checksum", BinaryPrimitives.ReadUInt16BigEndian(payload[6..]))])
            if (value != 0)
                map[name] = value;
        return map.Build();
    }
}
