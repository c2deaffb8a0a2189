namespace Steffi.Flows;

/// <summary>The questions of one flow and their answers, each pair an exchange of the fields <c>DNS</c>.</summary>
/// <remarks>Source: RFC 1035, 7.3; RFC 6762, 18.1, where all ids are 0 and an answer belongs to the question before it. Not thread-safe.</remarks>
public sealed class DnsExchanges
{
    // Most flows ask one question.
    private readonly List<Exchange> _exchanges = new(1);

    /// <summary>Whether no further message can add anything.</summary>
    public bool IsFull => _exchanges.Count == FlowFields.MostExchanges && _exchanges.TrueForAll(exchange => exchange.IsAnswered);

    /// <summary>Takes the next message of the flow. What was sent again changes nothing.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="dns">The same, read.</param>
    /// <param name="time">Nanoseconds since 1970, UTC, of the packet.</param>
    /// <param name="fields">Where the exchange goes.</param>
    public void Take(ReadOnlySpan<byte> bytes, in DnsMessage dns, long time, FlowFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var hash = new HashCode();
        hash.AddBytes(bytes);
        var (id, isAnswer, content) = (dns.Id, dns.IsResponse, hash.ToHashCode());
        if (_exchanges.Exists(known => known.IsAnswered == isAnswer && known.Content == content && known.Id == id))
            return;
        var message = dns.ToMetadata(time);
        int number = _exchanges.Count - 1;
        for (; number >= 0; number--)
        {
            var known = _exchanges[number];
            // An answer to all does not repeat what one had asked.
            if (isAnswer && known.Id == id && !known.IsAnswered && (message["questions"].IsNull || message["questions"] == known.Questions))
                break;
        }
        if (number >= 0)
        {
            message = Answered(_exchanges[number], message, time);
            _exchanges[number] = new Exchange(id, content, true, time, default);
        }
        else if (_exchanges.Count < FlowFields.MostExchanges)
        {
            number = _exchanges.Count;
            _exchanges.Add(new Exchange(id, content, isAnswer, time, message["questions"]));
        }
        else
        {
            return;
        }
        fields.SetExchange("DNS", number, message);
    }

    private static Metadata Answered(in Exchange question, Metadata answer, long time)
    {
        var both = new MetadataBuilder(answer) { ["Latency"] = time - question.Time };
        if (answer["questions"].IsNull && !question.Questions.IsNull)
            both["questions"] = question.Questions;
        return both.Build();
    }

    private readonly record struct Exchange(ushort Id, int Content, bool IsAnswered, long Time, MetadataValue Questions);
}
