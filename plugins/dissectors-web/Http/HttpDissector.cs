using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>HTTP/1 and 0.9: requests and their answers. A proxy's CONNECT hands over to what it carries.</summary>
/// <remarks>Source: RFC 9110, RFC 9112.</remarks>
public sealed class HttpDissector() : FlowDissector("HTTP", DissectorCarriers.Tcp, 80, 3128, 8000, 8008, 8080, 8081, 8888)
{
    private const int LongestStartLine = 8192, MostJunk = 512;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var talk = input.State as HttpTalk ?? new HttpTalk();
        // Who asks is known by what it says: the first packet of the capture may have been the server's.
        bool answered = talk.ClientAsks is { } asks ? input.FromClient != asks : IsAnswer(input.Payload);
        var question = answered ? input.Opposite : input.Payload;
        var answer = answered ? input.Payload : input.Opposite;
        if (input.Skipped > 0)
            talk.Skip(ofRequests: !answered, input.Skipped);
        talk.Read(question, answer);
        if (talk.IsEmpty)
            return answered || MayCome(input) ? Verdict.More : Verdict.NotMine;
        input.State = talk;
        talk.ClientAsks ??= input.FromClient != answered;
        talk.Write(fields);
        if (!talk.IsTunnel)
        {
            var taken = talk.Take(question.Length, answer.Length);
            (input.Taken, input.TakenOpposite) = answered ? (taken.Answer, taken.Question) : (taken.Question, taken.Answer);
            return talk.IsOver ? Verdict.Done : Verdict.Confirmed;
        }
        (input.InnerPayload, input.InnerOpposite) = answered ? (talk.InnerAnswers, talk.InnerRequests) : (talk.InnerRequests, talk.InnerAnswers);
        return Verdict.Carries;
    }

    /// <summary>The first line may not be there yet; and where HTTP lives, an answer makes up for a question that is none.</summary>
    private bool MayCome(in DissectorInput input) =>
        !input.IsTruncated && (input.Opposite.IsEmpty && input.Payload.Length <= MostJunk && OnPort(input)
            || input.Payload.Length < LongestStartLine && input.Payload.IndexOf((byte)'\n') < 0 && HttpRequestLine.MayBegin(input.Payload));

    private static bool IsAnswer(ReadOnlySpan<byte> bytes) => bytes.StartsWith("HTTP/1."u8) || bytes.Length is > 0 and < 7 && "HTTP/1."u8.StartsWith(bytes);
}
