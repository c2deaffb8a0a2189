using System.Buffers.Binary;
using System.Text;

namespace Steffi.Flows;

/// <summary>The fixed header of a DHCPv4 message (RFC 2131), in Skydive's names.</summary>
internal static class DhcpFields
{
    private const int HeaderLength = 236;

    public static Metadata Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength)
            return default;
        var map = new MetadataBuilder
        {
            ["hardware_len"] = (int)payload[2],
            ["hardware_opts"] = (int)payload[3],
            ["xid"] = (long)BinaryPrimitives.ReadUInt32BigEndian(payload[4..]),
            ["secs"] = (int)BinaryPrimitives.ReadUInt16BigEndian(payload[8..]),
            ["flags"] = (int)BinaryPrimitives.ReadUInt16BigEndian(payload[10..]),
        };
        Text(map, "server_name", payload.Slice(44, 64));
        Text(map, "file", payload.Slice(108, 128));
        return map.Build();
    }

    private static void Text(MetadataBuilder map, string name, ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        if (end != 0)
            map[name] = Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
