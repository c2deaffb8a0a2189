using System.Buffers.Binary;
using System.Text;

namespace Steffi.Flows;

/// <summary>The fixed header of a DHCPv4 message (RFC 2131), in Skydive's names; zeros are left out, as there.</summary>
internal static class DhcpFields
{
    private const int HeaderLength = 236;

    public static Metadata Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength)
            return default;
        var map = new MetadataBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, long)>)
            [("hardware_len", payload[2]), ("hardware_opts", payload[3]), ("xid", BinaryPrimitives.ReadUInt32BigEndian(payload[4..])),
                ("secs", BinaryPrimitives.ReadUInt16BigEndian(payload[8..])), ("flags", BinaryPrimitives.ReadUInt16BigEndian(payload[10..]))])
            if (value != 0)
                map[name] = value;
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
