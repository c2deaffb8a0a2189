using System.Text;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>What one connection of HTTP/1 has said so far: requests and final answers, which belong together by their order.</summary>
internal sealed class HttpTalk
{
    private const int MostLineEnds = 4;

    private readonly List<Request> requests = [];
    private readonly List<Metadata> answers = [];

    private HttpWay asking, answering;
    private bool isConnected;

    /// <summary>The first exchange that is not written yet.</summary>
    private int changed;

    private enum Kind
    {
        Plain,
        WithoutBody, // Its answer has none.
        Connect,
    }

    /// <summary>Whether the side that sent the flow's first packet asks; null before the first message.</summary>
    public bool? ClientAsks { get; set; }

    /// <summary>Whether no message was met; an interim answer is one, though it leaves nothing.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>A proxy has connected, or both have changed to HTTP/2: what follows in both ways is another protocol's.</summary>
    public bool IsTunnel { get; private set; }

    public int InnerRequests => asking.At;

    public int InnerAnswers => answering.At;

    /// <summary>Whether nothing more can be learnt.</summary>
    public bool IsOver => asking.Whole > 0 && answering.Whole >= asking.Whole && asking.Whole == requests.Count
        && (asking.HasEnded || answering.HasEnded || asking.Whole >= FlowFields.MostExchanges);

    /// <summary>An answer to CONNECT says whose the bytes behind it are.</summary>
    private bool AwaitsTunnel => requests.Count > answers.Count && requests[^1].Kind == Kind.Connect && asking.Whole == requests.Count;

    public void Read(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer)
    {
        changed = Math.Min(asking.Whole, answering.Whole);
        // The second time: an answer may let more requests be read.
        for (int i = 0; i < 2; i++)
        {
            if (isConnected)
                LookBehindConnect(question, answer);
            while (!AwaitsTunnel && !isConnected && !IsTunnel && TryReadRequest(question))
            {
            }
            while (!isConnected && !IsTunnel && TryReadAnswer(answer))
            {
            }
        }
    }

    // HTTP within CONNECT goes on as if there had been none.
    private void LookBehindConnect(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer)
    {
        (asking.At, answering.At) = (WithoutLineEnds(question, asking.At), WithoutLineEnds(answer, answering.At));
        var rest = question[Math.Min(asking.At, question.Length)..];
        if (rest.IsEmpty || !HttpRequestLine.MayBegin(rest))
            IsTunnel = !rest.IsEmpty || answering.At < answer.Length;
        else if (new PayloadReader(rest) is var reader && reader.TryLine(out var line))
            isConnected = IsTunnel = !HttpRequestLine.TryRead(line, out _, out _);
    }

    /// <summary>Leaves out what the capture has not.</summary>
    public void Skip(bool ofRequests, int bytes)
    {
        // Who loses answers goes on with the one to the last request, and who loses requests with the first that is not answered.
        if (ofRequests)
            asking.Skip(bytes, Math.Max(requests.Count, answers.Count));
        else
            answering.Skip(bytes, Math.Max(answers.Count, requests.Count - 1));
    }

    /// <summary>Leaves what was read.</summary>
    /// <returns>How much that was of each way.</returns>
    public (int Question, int Answer) Take(int question, int answer) => (asking.Take(question), answering.Take(answer));

    public void Write(FlowFields fields)
    {
        for (int i = changed; i < Math.Max(requests.Count, answers.Count); i++)
        {
            var exchange = new MetadataBuilder(i < requests.Count ? requests[i].Facts : default);
            foreach (var (key, value) in i < answers.Count ? answers[i] : default)
                exchange[key] = value;
            fields.SetExchange("HTTP", i, exchange.Build());
        }
    }

    /// <returns>Whether another may follow in what is there.</returns>
    private bool TryReadRequest(ReadOnlySpan<byte> stream)
    {
        if (asking.Whole >= FlowFields.MostExchanges || !asking.TryFindHead(stream, ofRequests: true))
            return false;
        // Some clients leave an empty line before the next request.
        int start = WithoutLineEnds(stream, asking.At);
        if (start > asking.At + MostLineEnds || !HttpHead.TryRead(stream[start..], out var head))
            return false;
        // What changes to HTTP/2 does so in the form of a request.
        if (head.StartLine.SequenceEqual("PRI * HTTP/2.0"u8))
            return false;
        if (!HttpRequestLine.TryRead(head.StartLine, out var method, out var target))
        {
            asking.HasEnded = requests.Count > 0;
            return false;
        }
        var kind = method.SequenceEqual("CONNECT"u8) ? Kind.Connect : method.SequenceEqual("HEAD"u8) ? Kind.WithoutBody : Kind.Plain;
        Put(requests, asking.Whole, new Request(Facts(head, method, target), kind));
        IsEmpty = false;
        if (!head.IsWhole)
            return false;
        asking.Enter(head, start + head.Length, hasBody: true, untilClose: false);
        return true;
    }

    /// <inheritdoc cref="TryReadRequest"/>
    private bool TryReadAnswer(ReadOnlySpan<byte> stream)
    {
        if (answering.Whole >= FlowFields.MostExchanges || !answering.TryFindHead(stream, ofRequests: false))
            return false;
        // Some servers leave one behind a body that they have counted without it.
        int start = answers.Count > 0 ? WithoutLineEnds(stream, answering.At) : answering.At;
        if (start > answering.At + MostLineEnds || !HttpHead.TryRead(stream[start..], out var head))
            return false;
        if (!HttpStatusLine.TryRead(head.StartLine, out int status))
        {
            answering.HasEnded = answers.Count > 0;
            return false;
        }
        IsEmpty = false;
        int body = start + head.Length;
        // Interim, but for the one that changes the protocol.
        if (status is < 200 and not 101)
        {
            answering.At = head.IsWhole ? body : answering.At;
            return head.IsWhole;
        }
        var facts = new MetadataBuilder { ["Status"] = status };
        if (head.Fields.First("Content-Type"u8) is { IsEmpty: false } type)
            facts["ContentType"] = HeaderLines.Text(type, 255);
        Put(answers, answering.Whole, facts.Build());
        if (!head.IsWhole)
            return false;
        var asked = answering.Whole < requests.Count ? requests[answering.Whole].Kind : Kind.Plain;
        isConnected = asked == Kind.Connect && status is >= 200 and <= 299 && answering.Whole + 1 == asking.Whole;
        IsTunnel = status == 101 && Ascii.EqualsIgnoreCase(head.Fields.First("Upgrade"u8), "h2c"u8);
        answering.Enter(head, body, hasBody: !isConnected && !IsTunnel && asked != Kind.WithoutBody && status is not (204 or 304), untilClose: true);
        answering.HasEnded |= status == 101 && !IsTunnel;
        return !IsTunnel;
    }

    private static void Put<T>(List<T> messages, int number, T message)
        where T : struct
    {
        while (messages.Count <= number)
            messages.Add(default);
        messages[number] = message;
    }

    // Line ends too many are no one's.
    private static int WithoutLineEnds(ReadOnlySpan<byte> stream, int at)
    {
        while (at < stream.Length && stream[at] is (byte)'\r' or (byte)'\n')
            at++;
        return at;
    }

    private static Metadata Facts(in HttpHead request, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        var facts = new MetadataBuilder { ["Method"] = PayloadText.Of(method), ["Path"] = PayloadText.Of(target) };
        var host = request.Fields.First("Host"u8);
        if (host.IsEmpty)
            host = Authority(method, target);
        if (!host.IsEmpty)
            facts["Host"] = HeaderLines.Text(host, 255);
        if (request.Fields.First("User-Agent"u8) is { IsEmpty: false } agent)
            facts["UserAgent"] = HeaderLines.Text(agent);
        return facts.Build();
    }

    /// <summary>Proxies are asked for whole addresses.</summary>
    private static ReadOnlySpan<byte> Authority(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        if (method.SequenceEqual("CONNECT"u8))
            return target;
        int at = target.IndexOf("://"u8);
        if (at is < 1 or > 8)
            return default;
        var rest = target[(at + 3)..];
        int end = rest.IndexOfAny((byte)'/', (byte)'?');
        return end < 0 ? rest : rest[..end];
    }

    private readonly record struct Request(Metadata Facts, Kind Kind);
}
