using System.Buffers.Text;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>HTTP/1 and 0.9: the first request and its answer. A proxy's CONNECT hands over to what it carries.</summary>
/// <remarks>Source: RFC 9110, RFC 9112.</remarks>
public sealed class HttpDissector() : FlowDissector("HTTP", DissectorCarriers.Tcp, 80, 3128, 8000, 8008, 8080, 8081, 8888)
{
    private const int LongestStartLine = 8192, MostJunk = 512;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        // Who asks is known by what it says: the first packet of the capture may have been the server's.
        bool answered = IsAnswer(input.Payload);
        var question = answered ? input.Opposite : input.Payload;
        var answer = answered ? input.Payload : input.Opposite;
        bool asks = TryReadRequest(question, out var request, out var method, out var target);
        bool answers = TryReadFinalAnswer(answer, out var response, out int status, out int answerLength);
        if (!asks && !answers)
            return answered || MayCome(input) ? Verdict.More : Verdict.NotMine;

        var facts = new MetadataBuilder();
        if (asks)
            WriteRequest(facts, request, method, target);
        if (answers)
        {
            facts["Status"] = status;
            if (response.Field("Content-Type"u8) is { IsEmpty: false } type)
                facts["ContentType"] = PayloadText.Of(type, 255);
        }
        fields.SetAll("HTTP", facts.Build());
        if (!asks || !answers || !request.IsWhole || !response.IsWhole)
            return Verdict.Confirmed;
        if (!method.SequenceEqual("CONNECT"u8) || status is < 200 or > 299)
            return Verdict.Done;
        int requestEnd = EndOf(question, request.Length + question.Length - question.TrimStart("\r\n"u8).Length), answerEnd = EndOf(answer, answerLength);
        (input.InnerPayload, input.InnerOpposite) = answered ? (answerEnd, requestEnd) : (requestEnd, answerEnd);
        return Verdict.Carries;
    }

    // Line ends too many are no one's.
    private static int EndOf(ReadOnlySpan<byte> stream, int head)
    {
        while (head < stream.Length && stream[head] is (byte)'\r' or (byte)'\n')
            head++;
        return head;
    }

    /// <summary>The first line may not be there yet; and where HTTP lives, an answer makes up for a question that is none.</summary>
    private bool MayCome(in DissectorInput input) =>
        !input.IsTruncated && (input.Opposite.IsEmpty && input.Payload.Length <= MostJunk && (Ports.Contains(input.SourcePort) || Ports.Contains(input.DestinationPort))
            || input.Payload.Length < LongestStartLine && input.Payload.IndexOf((byte)'\n') < 0 && HttpRequestLine.MayBegin(input.Payload));

    private static bool IsAnswer(ReadOnlySpan<byte> bytes) => bytes.StartsWith("HTTP/1."u8) || bytes.Length is > 0 and < 7 && "HTTP/1."u8.StartsWith(bytes);

    private static bool TryReadRequest(ReadOnlySpan<byte> bytes, out HttpHead head, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target)
    {
        method = target = default;
        // Some clients leave an empty line before the next request.
        int skipped = bytes.Length - bytes.TrimStart("\r\n"u8).Length;
        if (skipped > 4 || !HttpHead.TryRead(bytes[skipped..], out head))
        {
            head = default;
            return false;
        }
        return HttpRequestLine.TryRead(head.StartLine, out method, out target);
    }

    /// <summary>The first answer that is not interim (1xx, but for 101).</summary>
    private static bool TryReadFinalAnswer(ReadOnlySpan<byte> bytes, out HttpHead head, out int status, out int length)
    {
        (status, length) = (0, 0);
        while (true)
        {
            if (!HttpHead.TryRead(bytes[length..], out head) || !head.StartLine.StartsWith("HTTP/"u8))
                return false;
            int space = head.StartLine.IndexOf((byte)' ');
            if (space < 0 || !Utf8Parser.TryParse(head.StartLine[(space + 1)..], out status, out int digits) || digits != 3 || status < 100)
                return false;
            length += head.Length;
            if (status is >= 200 or 101)
                return true;
            if (!head.IsWhole)
                return false;
        }
    }

    private static void WriteRequest(MetadataBuilder facts, in HttpHead request, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        facts["Method"] = PayloadText.Of(method);
        facts["Path"] = PayloadText.Of(target);
        var host = request.Field("Host"u8);
        if (host.IsEmpty)
            host = Authority(method, target);
        if (!host.IsEmpty)
            facts["Host"] = PayloadText.Of(host, 255);
        if (request.Field("User-Agent"u8) is { IsEmpty: false } agent)
            facts["UserAgent"] = PayloadText.Of(agent);
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
}
