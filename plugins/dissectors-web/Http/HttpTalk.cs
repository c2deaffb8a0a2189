using System.Buffers.Text;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>What one connection of HTTP/1 has said so far: requests and final answers, which belong together by their order.</summary>
internal sealed class HttpTalk
{
    private readonly List<Request> requests = [];
    private readonly List<Metadata> answers = [];

    /// <summary>Where the next message of each way begins in what is left of it, maybe behind what there is; and whether it is known that none will be read there.</summary>
    private int requestsAt, answersAt;
    private bool requestsEnd, answersEnd, isConnected;

    /// <summary>Messages whose head is whole, and the first exchange that is not written yet.</summary>
    private int wholeRequests, wholeAnswers, changed;

    private enum Kind
    {
        Plain,
        WithoutBody, // Its answer has none.
        Connect,
    }

    /// <summary>Whether the side that sent the flow's first packet asks; null before the first message.</summary>
    public bool? ClientAsks { get; set; }

    public bool IsEmpty => requests.Count == 0 && answers.Count == 0;

    /// <summary>A proxy has connected: what follows in both ways is another protocol's.</summary>
    public bool IsTunnel { get; private set; }

    public int InnerRequests => requestsAt;

    public int InnerAnswers => answersAt;

    /// <summary>Whether nothing more can be learnt.</summary>
    public bool IsOver => wholeRequests > 0 && wholeAnswers > 0 && wholeAnswers >= wholeRequests && wholeRequests == requests.Count
        && (requestsEnd || answersEnd || wholeRequests == FlowFields.MostExchanges);

    /// <summary>An answer to CONNECT says whose the bytes behind it are.</summary>
    private bool AwaitsTunnel => requests.Count > answers.Count && requests[^1].Kind == Kind.Connect && wholeRequests == requests.Count;

    public void Read(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer)
    {
        changed = Math.Min(wholeRequests, wholeAnswers);
        // The second time: an answer may let more requests be read.
        for (int i = 0; i < 2; i++)
        {
            if (isConnected)
                LookBehindConnect(question, answer);
            while (!AwaitsTunnel && !isConnected && TryReadRequest(question))
            {
            }
            while (!isConnected && TryReadAnswer(answer))
            {
            }
        }
    }

    // HTTP within CONNECT goes on as if there had been none.
    private void LookBehindConnect(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer)
    {
        (requestsAt, answersAt) = (WithoutLineEnds(question, requestsAt), WithoutLineEnds(answer, answersAt));
        var rest = question[Math.Min(requestsAt, question.Length)..];
        if (rest.IsEmpty || !HttpRequestLine.MayBegin(rest))
            IsTunnel = !rest.IsEmpty || answersAt < answer.Length;
        else if (new PayloadReader(rest) is var reader && reader.TryLine(out var line))
            isConnected = IsTunnel = !HttpRequestLine.TryRead(line, out _, out _);
    }

    /// <summary>Leaves what was read.</summary>
    /// <returns>How much that was of each way.</returns>
    public (int Question, int Answer) Take(int question, int answer)
    {
        var taken = (Math.Min(requestsAt, question), Math.Min(answersAt, answer));
        (requestsAt, answersAt) = (requestsAt - taken.Item1, answersAt - taken.Item2);
        return taken;
    }

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
        if (requestsEnd || wholeRequests == FlowFields.MostExchanges || requestsAt >= stream.Length)
            return false;
        // Some clients leave an empty line before the next request.
        var rest = stream[requestsAt..];
        int skipped = rest.Length - rest.TrimStart("\r\n"u8).Length;
        if (skipped > 4 || !HttpHead.TryRead(rest[skipped..], out var head))
            return false;
        if (!HttpRequestLine.TryRead(head.StartLine, out var method, out var target))
        {
            requestsEnd = requests.Count > 0;
            return false;
        }
        var kind = method.SequenceEqual("CONNECT"u8) ? Kind.Connect : method.SequenceEqual("HEAD"u8) ? Kind.WithoutBody : Kind.Plain;
        Put(requests, wholeRequests, new Request(Facts(head, method, target), kind));
        if (!head.IsWhole)
            return false;
        int end = HttpBody.EndOf(stream, requestsAt + skipped + head.Length, head, untilClose: false);
        if (end == HttpBody.Open)
            return false;
        wholeRequests++;
        requestsEnd = end == HttpBody.Endless;
        requestsAt = requestsEnd ? requestsAt : end;
        return true;
    }

    /// <inheritdoc cref="TryReadRequest"/>
    private bool TryReadAnswer(ReadOnlySpan<byte> stream)
    {
        if (answersEnd || wholeAnswers == FlowFields.MostExchanges || answersAt >= stream.Length || !HttpHead.TryRead(stream[answersAt..], out var head))
            return false;
        int space = head.StartLine.IndexOf((byte)' ');
        if (!head.StartLine.StartsWith("HTTP/"u8) || space < 0
            || !Utf8Parser.TryParse(head.StartLine[(space + 1)..], out int status, out int digits) || digits != 3 || status < 100)
        {
            answersEnd = answers.Count > 0;
            return false;
        }
        int body = answersAt + head.Length;
        // Interim, but for the one that changes the protocol.
        if (status is < 200 and not 101)
        {
            answersAt = head.IsWhole ? body : answersAt;
            return head.IsWhole;
        }
        var facts = new MetadataBuilder { ["Status"] = status };
        if (head.Field("Content-Type"u8) is { IsEmpty: false } type)
            facts["ContentType"] = PayloadText.Of(type, 255);
        Put(answers, wholeAnswers, facts.Build());
        if (!head.IsWhole)
            return false;
        var asked = wholeAnswers < requests.Count ? requests[wholeAnswers].Kind : Kind.Plain;
        isConnected = asked == Kind.Connect && status is >= 200 and <= 299 && wholeAnswers + 1 == wholeRequests;
        int end = isConnected || asked == Kind.WithoutBody || status is 204 or 304 ? body : HttpBody.EndOf(stream, body, head, untilClose: true);
        if (end == HttpBody.Open)
            return false;
        wholeAnswers++;
        answersEnd = end == HttpBody.Endless || status == 101;
        answersAt = answersEnd ? answersAt : end;
        return !answersEnd;
    }

    private static void Put<T>(List<T> messages, int number, T message)
    {
        if (number < messages.Count)
            messages[number] = message;
        else
            messages.Add(message);
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
        var host = request.Field("Host"u8);
        if (host.IsEmpty)
            host = Authority(method, target);
        if (!host.IsEmpty)
            facts["Host"] = PayloadText.Of(host, 255);
        if (request.Field("User-Agent"u8) is { IsEmpty: false } agent)
            facts["UserAgent"] = PayloadText.Of(agent);
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
