namespace Steffi.Flows;

/// <summary>A DNS message in the shape that Skydive's users know: header, questions, answers, authorities, additionals.</summary>
/// <remarks>Source: RFC 1035, 4.1. Also for mDNS (RFC 6762) and LLMNR (RFC 4795), which share the format. Thread-safe.</remarks>
public readonly ref struct DnsMessage
{
    private const int HeaderLength = 12, MostRecords = 64, StatefulOperations = 6;

    private readonly ReadOnlySpan<byte> _message;

    private DnsMessage(ReadOnlySpan<byte> message)
    {
        _message = message;
        var reader = new PayloadReader(message);
        Id = reader.UInt16();
        Flags = reader.UInt16();
        (QuestionCount, AnswerCount, AuthorityCount, AdditionalCount) = (reader.UInt16(), reader.UInt16(), reader.UInt16(), reader.UInt16());
    }

    /// <summary>What a question and its answer share.</summary>
    public ushort Id { get; }

    /// <summary>QR, opcode, AA, TC, RD, RA, Z, and the response code, as on the wire.</summary>
    public ushort Flags { get; }

    /// <summary>Whether it answers.</summary>
    public bool IsResponse => (Flags & 0x8000) != 0;

    /// <summary>0 query, 4 notify, 5 update.</summary>
    public int OpCode => Flags >> 11 & 15;

    /// <summary>As the header says, whether they are there or not.</summary>
    public ushort QuestionCount { get; }

    /// <inheritdoc cref="QuestionCount"/>
    public ushort AnswerCount { get; }

    /// <inheritdoc cref="QuestionCount"/>
    public ushort AuthorityCount { get; }

    /// <inheritdoc cref="QuestionCount"/>
    public ushort AdditionalCount { get; }

    /// <summary>Takes bytes for a message.</summary>
    /// <param name="message">Without the length that goes before over TCP.</param>
    /// <param name="dns">Valid as long as the bytes are.</param>
    /// <returns>False when they are fewer than a header.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out DnsMessage dns)
    {
        bool fits = message.Length >= HeaderLength;
        dns = fits ? new DnsMessage(message) : default;
        return fits;
    }

    /// <summary>Whether the bytes may be DNS where DNS is expected: counts that can be, and questions that are there.</summary>
    public bool IsPlausible => TrySkipQuestions(onlyKnown: false, out _);

    /// <summary>Whether nothing here contradicts DNS: what bytes of another protocol hardly ever manage.</summary>
    /// <param name="isWhole">Whether the message is expected to end where the bytes do.</param>
    public bool IsFlawless(bool isWhole)
    {
        if (OpCode is not (0 or 1 or 2 or 4 or 5) || (Flags & 0x40) != 0 || !IsResponse && OpCode == 0 && (QuestionCount == 0 || (Flags & 0x8f) != 0)
            || !TrySkipQuestions(onlyKnown: true, out int at))
            return false;
        for (int i = AnswerCount + AuthorityCount + AdditionalCount; i > 0; i--)
            if (!DnsRecord.TryRead(_message, ref at, out _))
                return !isWhole && QuestionCount > 0;
        return !isWhole || at == _message.Length;
    }

    private bool TrySkipQuestions(bool onlyKnown, out int at)
    {
        at = HeaderLength;
        if (QuestionCount > 16 || AnswerCount > 512 || AuthorityCount > 256 || AdditionalCount > 256)
            return false;
        // A refusal need not repeat the question; only where DNS is expected that is enough.
        if (QuestionCount + AnswerCount + AuthorityCount == 0 && (onlyKnown || AdditionalCount == 0 && OpCode != StatefulOperations && (!IsResponse || _message.Length > HeaderLength)))
            return false;
        for (int i = 0; i < QuestionCount; i++)
        {
            if (!DnsName.TryRead(_message, ref at, out _) || at + 4 > _message.Length)
                return false;
            ushort type = (ushort)(_message[at] << 8 | _message[at + 1]), @class = (ushort)((_message[at + 2] << 8 | _message[at + 3]) & 0x7fff);
            if (onlyKnown && (!DnsNumbers.IsKnownType(type) || @class is 0 or (> 4 and < 254) or > 255))
                return false;
            at += 4;
        }
        return true;
    }

    /// <summary>Everything as a map. What cannot be read is left out, and what stands behind it.</summary>
    /// <param name="time">Nanoseconds since 1970, UTC, of the packet.</param>
    public Metadata ToMetadata(long time)
    {
        var map = new MetadataBuilder();
        if (Id != 0)
            map["ID"] = Id;
        if (IsResponse)
            map["QR"] = true;
        map["op_code"] = DnsNumbers.OpCode(OpCode);
        foreach (var (key, bit) in (ReadOnlySpan<(string, int)>)[("AA", 0x400), ("TC", 0x200), ("RD", 0x100), ("RA", 0x80)])
            if ((Flags & bit) != 0)
                map[key] = true;
        if ((Flags >> 4 & 7) is > 0 and var reserved)
            map["Z"] = reserved;
        map["response_code"] = DnsNumbers.ResponseCode(Flags & 15);
        foreach (var (key, count) in (ReadOnlySpan<(string, int)>)[("q_d_count", QuestionCount), ("a_n_count", AnswerCount), ("n_s_count", AuthorityCount), ("a_r_count", AdditionalCount)])
            if (count > 0)
                map[key] = count;
        int at = HeaderLength;
        if (AddQuestions(map, ref at) && AddRecords(map, "answers", AnswerCount, ref at) && AddRecords(map, "authorities", AuthorityCount, ref at))
            AddRecords(map, "additionals", AdditionalCount, ref at);
        map["timestamp"] = Metadata.Of(("seconds", time / 1_000_000_000), ("nanos", time % 1_000_000_000));
        return map.Build();
    }

    private bool AddQuestions(MetadataBuilder map, ref int at)
    {
        var questions = new List<MetadataValue>();
        bool isWhole = true;
        for (int i = 0; i < QuestionCount && i < MostRecords && isWhole; i++)
        {
            isWhole = DnsName.TryRead(_message, ref at, out var name);
            var reader = new PayloadReader(_message[Math.Min(at, _message.Length)..]);
            ushort type = reader.UInt16();
            // The highest bit asks for a unicast answer in mDNS.
            ushort @class = (ushort)(reader.UInt16() & 0x7fff);
            isWhole &= !reader.Failed;
            if (!isWhole)
                break;
            at += 4;
            questions.Add(Metadata.Of(("name", name), ("type", DnsNumbers.Type(type)), ("class", DnsNumbers.Class(@class))));
        }
        if (questions.Count > 0)
            map["questions"] = questions.ToArray();
        return isWhole && QuestionCount <= MostRecords;
    }

    private bool AddRecords(MetadataBuilder map, string key, int count, ref int at)
    {
        var records = new List<MetadataValue>();
        bool isWhole = true;
        for (int i = 0; i < count && i < MostRecords && isWhole; i++)
        {
            isWhole = DnsRecord.TryRead(_message, ref at, out var record);
            if (isWhole)
                records.Add(record);
        }
        if (records.Count > 0)
            map[key] = records.ToArray();
        return isWhole && count <= MostRecords;
    }
}
