using System.Globalization;
using System.Net;

namespace Steffi.Flows;

/// <summary>One resource record as a map: what all have, and the data of the types that people ask for.</summary>
/// <remarks>Source: RFC 1035, 2782, 3596, 6891. Other types' data is text, as zone files have it (<see cref="DnsData"/>) or else in hexadecimal, as RFC 3597 does.</remarks>
internal static class DnsRecord
{
    private const int MostHex = 64, MostTexts = 64, MostOptions = 16;

    /// <summary>Reads a record and moves past it.</summary>
    /// <returns>False when it leaves the message.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, out Metadata record)
    {
        record = default;
        if (!DnsName.TryRead(message, ref at, out var name))
            return false;
        var reader = new PayloadReader(message[at..]);
        ushort type = reader.UInt16(), @class = reader.UInt16();
        uint ttl = reader.UInt32();
        var data = reader.Bytes(reader.UInt16());
        if (reader.Failed)
            return false;
        at += reader.Position;
        var map = new MetadataBuilder { ["name"] = name, ["type"] = DnsNumbers.Type(type), ["class"] = DnsNumbers.Class(@class), ["TTL"] = (long)ttl, ["data_length"] = data.Length };
        WriteData(map, type, message, at - data.Length, data);
        record = map.Build();
        return true;
    }

    private static void WriteData(MetadataBuilder map, ushort type, ReadOnlySpan<byte> message, int start, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case DnsNumbers.A when data.Length == 4:
            case DnsNumbers.AAAA when data.Length == 16:
                map["IP"] = new IPAddress(data).ToString();
                break;
            case DnsNumbers.NS when NameAt(message, start) is { } name:
                map["NS"] = name;
                break;
            case DnsNumbers.CNAME or DnsNumbers.DNAME when NameAt(message, start) is { } name:
                map["c_name"] = name;
                break;
            case DnsNumbers.PTR when NameAt(message, start) is { } name:
                map["PTR"] = name;
                break;
            case DnsNumbers.MX when data.Length > 2 && NameAt(message, start + 2) is { } name:
                map["MX"] = Metadata.Of(("preference", data[0] << 8 | data[1]), ("name", name));
                break;
            case DnsNumbers.SRV when data.Length > 6 && NameAt(message, start + 6) is { } name:
                map["SRV"] = Metadata.Of(("priority", data[0] << 8 | data[1]), ("weight", data[2] << 8 | data[3]), ("port", data[4] << 8 | data[5]), ("name", name));
                break;
            case DnsNumbers.SOA when Authority(message, start) is { Count: > 0 } authority:
                map["SOA"] = authority;
                break;
            case DnsNumbers.TXT or DnsNumbers.SPF or DnsNumbers.HINFO:
                map["TXTs"] = Texts(data);
                break;
            case DnsNumbers.OPT:
                map["OPT"] = Options(data);
                break;
            default:
                if (data.Length > 0)
                    map["data"] = DnsData.Of(type, message, start, data) ?? Convert.ToHexStringLower(data[..Math.Min(data.Length, MostHex)]);
                break;
        }
    }

    private static string? NameAt(ReadOnlySpan<byte> message, int start) => DnsName.TryRead(message, ref start, out var name) ? name : null;

    private static Metadata Authority(ReadOnlySpan<byte> message, int at)
    {
        if (!DnsName.TryRead(message, ref at, out var main) || !DnsName.TryRead(message, ref at, out var responsible))
            return default;
        var reader = new PayloadReader(message[at..]);
        long serial = reader.UInt32(), refresh = reader.UInt32(), retry = reader.UInt32(), expire = reader.UInt32(), minimum = reader.UInt32();
        return reader.Failed ? default : Metadata.Of(("m_name", main), ("r_name", responsible),
            ("serial", serial), ("refresh", refresh), ("retry", retry), ("expire", expire), ("minimum", minimum));
    }

    private static string[] Texts(ReadOnlySpan<byte> data)
    {
        var texts = new List<string>();
        var reader = new PayloadReader(data);
        while (reader.Left > 0 && texts.Count < MostTexts)
            texts.Add(PayloadText.Of(reader.UpTo(reader.Byte())));
        return [.. texts];
    }

    private static MetadataValue[] Options(ReadOnlySpan<byte> data)
    {
        var options = new List<MetadataValue>();
        var reader = new PayloadReader(data);
        while (reader.Left >= 4 && options.Count < MostOptions)
        {
            int code = reader.UInt16();
            var value = reader.Bytes(reader.UInt16());
            if (reader.Failed)
                break;
            options.Add(Metadata.Of(("Code", OptionName(code)), ("Data", Convert.ToHexStringLower(value[..Math.Min(value.Length, MostHex)]))));
        }
        return [.. options];
    }

    private static string OptionName(int code) => code switch
    {
        3 => "NSID",
        8 => "EDNSClientSubnet",
        10 => "Cookie",
        11 => "EDNSKeepAlive",
        12 => "Padding",
        15 => "ExtendedError",
        _ => code.ToString(CultureInfo.InvariantCulture),
    };
}
