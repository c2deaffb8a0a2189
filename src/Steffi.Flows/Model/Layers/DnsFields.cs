using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Steffi.Flows;

/// <summary>A DNS message (RFC 1035, 3596, 2782, 6891) with Skydive's names; zero and empty fields are left out, as there.</summary>
internal ref struct DnsFields
{
    private const int LongestName = 255, MostPointers = 64, MostRecords = 256;
    private readonly ReadOnlySpan<byte> _message;
    private int _at;

    private DnsFields(ReadOnlySpan<byte> message) => _message = message;

    /// <returns>Empty where the message does not hold what its header counts.</returns>
    public static Metadata Read(ReadOnlySpan<byte> message, long time) =>
        message.Length < 12 ? default : new DnsFields(message).Read(time);

    private Metadata Read(long time)
    {
        int flags = Read16(2);
        var map = new MetadataBuilder();
        Number(map, "ID", Read16(0));
        foreach (var (name, bit) in (ReadOnlySpan<(string, int)>)[("QR", 0x8000), ("AA", 0x400), ("TC", 0x200), ("RD", 0x100), ("RA", 0x80)])
            if ((flags & bit) != 0)
                map[name] = true;
        map["op_code"] = OpCode(flags >> 11 & 0xF);
        Number(map, "z", flags >> 4 & 7);
        map["response_code"] = ResponseCode(flags & 0xF);
        foreach (var (name, at) in (ReadOnlySpan<(string, int)>)[("q_d_count", 4), ("a_n_count", 6), ("n_s_count", 8), ("a_r_count", 10)])
            Number(map, name, Read16(at));
        _at = 12;
        if (!Questions(map, Read16(4)) || !Records(map, "answers", Read16(6)) || !Records(map, "authorities", Read16(8)) || !Records(map, "additionals", Read16(10)))
            return default;
        map["timestamp"] = Metadata.Of(("seconds", time / 1_000_000_000), ("nanos", time % 1_000_000_000));
        return map.Build();
    }

    private bool Questions(MetadataBuilder map, int count)
    {
        var questions = new List<MetadataValue>();
        for (; count > 0; count--)
        {
            if (!Name(ref _at, out string name) || _at + 4 > _message.Length || questions.Count == MostRecords)
                return false;
            var question = Head(name, Read16(_at), Read16(_at + 2));
            _at += 4;
            questions.Add((MetadataValue)question.Build());
        }
        if (questions.Count > 0)
            map["questions"] = MetadataValue.List(questions);
        return true;
    }

    private bool Records(MetadataBuilder map, string section, int count)
    {
        var records = new List<MetadataValue>();
        for (; count > 0; count--)
        {
            if (!Name(ref _at, out string name) || _at + 10 > _message.Length)
                return false;
            int type = Read16(_at), length = Read16(_at + 8), data = _at + 10;
            if (data + length > _message.Length || records.Count == MostRecords)
                return false;
            var record = Head(name, type, Read16(_at + 2));
            Number(record, "TTL", BinaryPrimitives.ReadUInt32BigEndian(_message[(_at + 4)..]));
            Number(record, "data_length", length);
            _at = data + length;
            if (Data(record, type, data, length))
                records.Add((MetadataValue)record.Build());
        }
        if (records.Count > 0)
            map[section] = MetadataValue.List(records);
        return true;
    }

    private readonly MetadataBuilder Head(string name, int type, int @class)
    {
        var record = new MetadataBuilder();
        if (name.Length > 0)
            record["name"] = name;
        record["type"] = Type(type);
        record["class"] = @class switch { 1 => "IN", 2 => "CS", 3 => "CH", 4 => "HS", 255 => "Any", _ => @class.ToString(CultureInfo.InvariantCulture) };
        return record;
    }

    // Types that are not listed have no fields in Skydive, and are left out.
    private readonly bool Data(MetadataBuilder record, int type, int at, int length)
    {
        string name;
        switch (type)
        {
            case 1 when length == 4:
            case 28 when length == 16:
                record["IP"] = new IPAddress(_message.Slice(at, length)).ToString();
                return true;
            case 2 when Name(ref at, out name):
                record["NS"] = name;
                return true;
            case 5 when Name(ref at, out name):
                record["c_name"] = name;
                return true;
            case 12 when Name(ref at, out name):
                record["PTR"] = name;
                return true;
            case 6:
                return Authority(record, at);
            case 15 when length > 2 && Read16(at) is var preference && (at += 2) > 0 && Name(ref at, out name):
                record["MX"] = Metadata.Of(("preference", preference), ("name", name));
                return true;
            case 33 when length > 6:
                var (priority, weight, port) = (Read16(at), Read16(at + 2), Read16(at + 4));
                at += 6;
                if (!Name(ref at, out name))
                    return false;
                record["SRV"] = Metadata.Of(("priority", priority), ("weight", weight), ("port", port), ("name", name));
                return true;
            case 16 or 13:
                record["t_x_ts"] = Texts(at, at + length);
                return true;
            case 41:
                return true;
            default:
                return false;
        }
    }

    private readonly bool Authority(MetadataBuilder record, int at)
    {
        if (!Name(ref at, out string server) || !Name(ref at, out string mailbox) || at + 20 > _message.Length)
            return false;
        var map = new MetadataBuilder { ["m_name"] = server, ["r_name"] = mailbox };
        foreach (string field in (ReadOnlySpan<string>)["serial", "refresh", "retry", "expire", "minimum"])
        {
            map[field] = (long)BinaryPrimitives.ReadUInt32BigEndian(_message[at..]);
            at += 4;
        }
        record["SOA"] = map.Build();
        return true;
    }

    private readonly MetadataValue Texts(int at, int end)
    {
        var texts = new List<MetadataValue>();
        while (at < end)
        {
            int length = Math.Min(_message[at++], end - at);
            texts.Add(Encoding.UTF8.GetString(_message.Slice(at, length)));
            at += length;
        }
        return MetadataValue.List(texts);
    }

    /// <summary>A name with its pointers followed: each leads backwards, so that they end.</summary>
    private readonly bool Name(ref int at, out string name)
    {
        Span<byte> text = stackalloc byte[LongestName];
        int written = 0, read = at, pointers = 0, lowest = at;
        name = "";
        while (read < _message.Length)
        {
            int length = _message[read];
            if (length == 0)
            {
                if (pointers == 0)
                    at = read + 1;
                name = Encoding.UTF8.GetString(text[..written]);
                return true;
            }
            if (length >= 0xC0)
            {
                if (read + 1 >= _message.Length)
                    return false;
                int target = Read16(read) & 0x3FFF;
                if (pointers++ == 0)
                    at = read + 2;
                if (target >= lowest || pointers > MostPointers)
                    return false;
                read = lowest = target;
                continue;
            }
            if (length >= 0x40 || read + 1 + length > _message.Length || written + 1 + length > LongestName)
                return false;
            if (written > 0)
                text[written++] = (byte)'.';
            _message.Slice(read + 1, length).CopyTo(text[written..]);
            written += length;
            read += 1 + length;
        }
        return false;
    }

    private readonly int Read16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_message[at..]);

    private static void Number(MetadataBuilder map, string name, long value)
    {
        if (value != 0)
            map[name] = value;
    }

    private static string Type(int type) => type switch
    {
        1 => "A",
        2 => "NS",
        5 => "CNAME",
        6 => "SOA",
        12 => "PTR",
        13 => "HINFO",
        15 => "MX",
        16 => "TXT",
        28 => "AAAA",
        33 => "SRV",
        41 => "OPT",
        257 => "CAA",
        64 => "SVCB",
        65 => "HTTPS",
        255 => "ANY",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };

    private static string OpCode(int code) => code switch
    {
        0 => "Query",
        1 => "Inverse Query",
        2 => "Status",
        4 => "Notify",
        5 => "Update",
        _ => "Unknown",
    };

    private static string ResponseCode(int code) => code switch
    {
        0 => "No Error",
        1 => "Format Error",
        2 => "Server Failure",
        3 => "Non-Existent Domain",
        4 => "Not Implemented",
        5 => "Query Refused",
        6 => "Name Exists when it should not",
        7 => "RR Set Exists when it should not",
        8 => "RR Set that should exist does not",
        9 => "Server Not Authoritative for zone",
        10 => "Name not contained in zone",
        _ => "Unknown",
    };
}
