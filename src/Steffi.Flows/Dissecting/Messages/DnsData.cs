using System.Globalization;

namespace Steffi.Flows;

/// <summary>Data of a record as zone files write them, for the types whose data are several things.</summary>
/// <remarks>Source: RFC 3403, 4034, 4255, 5155, 6698, 7553, 8659, 9460.</remarks>
internal static class DnsData
{
    private const int LongestBytes = 64;

    /// <summary>Null for a type that is not known here, and for data that are not what they should be.</summary>
    /// <param name="type">Of the record.</param>
    /// <param name="message">For names; they may point into it.</param>
    /// <param name="start">Where the data begin in the message.</param>
    /// <param name="data">The same.</param>
    public static string? Of(ushort type, ReadOnlySpan<byte> message, int start, ReadOnlySpan<byte> data)
    {
        var reader = new PayloadReader(data);
        FormattableString? text = type switch
        {
            DnsNumbers.DS or DnsNumbers.CDS => $"{reader.UInt16()} {reader.Byte()} {reader.Byte()} {Hex(ref reader)}",
            DnsNumbers.DNSKEY or DnsNumbers.CDNSKEY => $"{reader.UInt16()} {reader.Byte()} {reader.Byte()} {Base64(ref reader)}",
            DnsNumbers.SSHFP => $"{reader.Byte()} {reader.Byte()} {Hex(ref reader)}",
            DnsNumbers.TLSA or DnsNumbers.SMIMEA => $"{reader.Byte()} {reader.Byte()} {reader.Byte()} {Hex(ref reader)}",
            DnsNumbers.NSEC3PARAM => $"{reader.Byte()} {reader.Byte()} {reader.UInt16()} {Salt(ref reader)}",
            DnsNumbers.URI => $"{reader.UInt16()} {reader.UInt16()} \"{Rest(ref reader)}\"",
            DnsNumbers.CAA => $"{reader.Byte()} {Word(ref reader)} {Rest(ref reader)}",
            DnsNumbers.SVCB or DnsNumbers.HTTPS => $"{reader.UInt16()} {Name(ref reader, message, start)}",
            DnsNumbers.NSEC => $"{Name(ref reader, message, start)}{Types(ref reader)}",
            DnsNumbers.RRSIG or DnsNumbers.SIG =>
                $"{DnsNumbers.Type(reader.UInt16())} {reader.Byte()} {reader.Byte()} {reader.UInt32()} {Time(ref reader)} {Time(ref reader)} {reader.UInt16()} {Name(ref reader, message, start)} {Base64(ref reader)}",
            DnsNumbers.NAPTR =>
                $"{reader.UInt16()} {reader.UInt16()} \"{Word(ref reader)}\" \"{Word(ref reader)}\" \"{Word(ref reader)}\" {Name(ref reader, message, start)}",
            _ => null,
        };
        return text is null || reader.Failed ? null : text.ToString(CultureInfo.InvariantCulture);
    }

    private static string Hex(ref PayloadReader reader) => Convert.ToHexStringLower(Some(ref reader));

    private static string Base64(ref PayloadReader reader) => Convert.ToBase64String(Some(ref reader));

    private static string Rest(ref PayloadReader reader) => PayloadText.Of(reader.Bytes(reader.Left));

    private static string Word(ref PayloadReader reader) => PayloadText.Of(reader.Bytes(reader.Byte()));

    private static string Salt(ref PayloadReader reader) => reader.Bytes(reader.Byte()) is { IsEmpty: false } salt ? Convert.ToHexStringLower(salt) : "-";

    private static string Time(ref PayloadReader reader) => DateTimeOffset.FromUnixTimeSeconds(reader.UInt32()).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static ReadOnlySpan<byte> Some(ref PayloadReader reader)
    {
        var all = reader.Bytes(reader.Left);
        return all[..Math.Min(all.Length, LongestBytes)];
    }

    private static string Name(ref PayloadReader reader, ReadOnlySpan<byte> message, int start)
    {
        int at = start + reader.Position;
        bool isRead = DnsName.TryRead(message, ref at, out var name);
        reader.Skip(isRead ? at - start - reader.Position : int.MaxValue);
        return name.Length == 0 ? "." : name;
    }

    // RFC 4034, 4.1.2: windows of 256 types, each with the length of its bit map.
    private static string Types(ref PayloadReader reader)
    {
        const int MostTypes = 64;
        var types = new List<string>();
        while (reader.Left > 2)
        {
            int window = reader.Byte();
            var bits = reader.Bytes(reader.Byte());
            for (int bit = 0; bit < bits.Length * 8 && types.Count < MostTypes; bit++)
                if ((bits[bit / 8] & 0x80 >> bit % 8) != 0)
                    types.Add(" " + DnsNumbers.Type((ushort)(window << 8 | bit)));
        }
        return string.Concat(types);
    }
}
