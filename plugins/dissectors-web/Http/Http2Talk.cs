using System.Globalization;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>What one connection of HTTP/2 has said so far: an exchange a stream, and DNS where its content says so.</summary>
/// <remarks>Source: RFC 9113; RFC 8484 for DNS.</remarks>
internal sealed class Http2Talk
{
    private const int MostOfContent = 4096;
    private readonly List<Exchange> exchanges = [];
    private readonly DnsExchanges names = new();
    private int answered;

    /// <summary>Whether the side that sent the flow's first packet is the one that asks.</summary>
    public bool FromClient { get; init; }

    public Http2Frames Client { get; } = new();

    public Http2Frames Server { get; } = new();

    /// <summary>Whether nothing more can be learnt.</summary>
    public bool IsOver => Client.IsBroken || Server.IsBroken || answered == FlowFields.MostExchanges;

    public void Read(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, long time, FlowFields fields)
    {
        while (Client.TryNext(client, out uint stream, out var header, out var content))
            Take(stream, header, content, isAnswer: false, time, fields);
        while (Server.TryNext(server, out uint stream, out var header, out var content))
            Take(stream, header, content, isAnswer: true, time, fields);
    }

    private void Take(uint stream, List<(string Name, string Value)>? header, ReadOnlySpan<byte> content, bool isAnswer, long time, FlowFields fields)
    {
        int number = exchanges.FindIndex(exchange => exchange.Stream == stream);
        if (number < 0 && exchanges.Count == FlowFields.MostExchanges)
            return;
        if (number < 0)
        {
            number = exchanges.Count;
            exchanges.Add(new Exchange(stream));
        }
        var exchange = exchanges[number];
        ref var message = ref isAnswer ? ref exchange.Answer : ref exchange.Request;
        if (header is null)
        {
            TakeContent(ref message, content, time, fields);
            return;
        }
        // Trailers say nothing that is wanted, and interim answers are passed over.
        if (message.HasHeader || isAnswer && header.Exists(field => field is (":status", ['1', ..])))
            return;
        message.HasHeader = true;
        foreach (var (name, value) in header)
        {
            if (isAnswer && name == ":status" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int status))
                exchange.Facts["Status"] = status;
            else if (name == "content-type")
                message.Content = value == "application/dns-message" ? [] : null;
            if (isAnswer ? name == "content-type" : KeyOf(name) is not null)
                exchange.Facts[isAnswer ? "ContentType" : KeyOf(name)!] = value;
        }
        if (isAnswer)
            answered++;
        else if (DnsOfPath(exchange.Facts["Path"]) is { } question)
            TakeDns(question, time, fields);
        fields.SetExchange("HTTP2", number, exchange.Facts.Build());
    }

    private void TakeContent(ref Message message, ReadOnlySpan<byte> content, long time, FlowFields fields)
    {
        if (message.Content is not { } before || before.Length + content.Length > MostOfContent)
            return;
        message.Content = [.. before, .. content];
        if (TakeDns(message.Content, time, fields))
            message.Content = null;
    }

    private bool TakeDns(ReadOnlySpan<byte> content, long time, FlowFields fields)
    {
        if (!DnsMessage.TryRead(content, out var dns) || !dns.IsFlawless(isWhole: true))
            return false;
        names.Take(content, dns, time, fields);
        return true;
    }

    // The question may be a parameter, in the alphabet of RFC 4648, 5, without padding.
    private static byte[]? DnsOfPath(MetadataValue path)
    {
        const string Parameter = "?dns=";
        if (path.IsNull || path.AsString() is not { } text || text.IndexOf(Parameter, StringComparison.Ordinal) is not (>= 0 and var at))
            return null;
        var question = text.AsSpan(at + Parameter.Length);
        int end = question.IndexOf('&');
        question = end < 0 ? question : question[..end];
        return System.Buffers.Text.Base64Url.IsValid(question) ? System.Buffers.Text.Base64Url.DecodeFromChars(question) : null;
    }

    private static string? KeyOf(string name) => name switch
    {
        ":authority" or "host" => "Host",
        ":path" => "Path",
        ":method" => "Method",
        "user-agent" => "UserAgent",
        _ => null,
    };

    private struct Message
    {
        public bool HasHeader;

        /// <summary>As far as it is there, of DNS; null for any other.</summary>
        public byte[]? Content;
    }

    private sealed class Exchange(uint stream)
    {
        public Message Request, Answer;

        public uint Stream => stream;

        public MetadataBuilder Facts { get; } = [];
    }
}
