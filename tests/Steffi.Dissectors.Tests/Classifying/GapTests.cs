using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>Streams of which the capture has not everything, though the receiver has.</summary>
public class GapTests
{
    [Fact]
    public void What_lies_behind_a_gap_is_shown_once_the_receiver_has_acknowledged_it()
    {
        var one = new ScriptedDissector("X") { Answer = (ref DissectorInput input, FlowFields _) => Verdict.Confirmed };
        var talk = new TcpTalk(new FlowClassifier([one])).Say(true, 100, "abc").Say(true, 110, "klm").Say(false, 500, "x", acknowledges: 109);
        Assert.Equal([">abc|", "<x|abc"], one.Shown);
        talk.Say(false, 501, "y", acknowledges: 113).Say(true, 113, "nop");
        Assert.Equal([">klm|x", "<xy|klm", ">klmnop|xy"], one.Shown[2..]);
    }

    [Fact]
    public void How_much_was_skipped_counts_from_what_was_taken()
    {
        var skipped = new List<int>();
        var one = new ScriptedDissector("X");
        one.Answer = (ref DissectorInput input, FlowFields _) =>
        {
            skipped.Add(input.Skipped);
            input.Taken = Math.Min(2, input.Payload.Length);
            return Verdict.Confirmed;
        };
        new TcpTalk(new FlowClassifier([one])).Say(true, 100, "abc").Say(true, 110, "klm").Say(true, 120, "uvw").Say(false, 500, "x", acknowledges: 123).End();
        // After "ab" was taken, c and the seven that are missing; then what was left of "klm", and seven again.
        Assert.Equal([0, 8, 0, 8], skipped);
    }

    [Fact]
    public void A_first_segment_that_is_missing_leaves_the_rest_to_be_judged()
    {
        var talk = new TcpTalk(new FlowClassifier(AllDissectors.Make())).Syn(true, 0).Say(true, 500, Ask(1));
        Assert.Null(talk.Application);
        talk.Say(false, 1, "HTTP/1.1 200 OK\r\n\r\n", acknowledges: 519);
        Assert.Equal("HTTP /1 200", $"{talk.Application} {talk.Fields["HTTP.Path"].AsString()} {talk.Fields["HTTP.Status"].AsInt()}");
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nbody", 96)]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n64\r\n", 102 + 5)]
    public void A_gap_within_a_body_loses_nothing(string head, int missing)
    {
        string first = "HTTP/1.1 200 OK\r\n" + head, second = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n";
        uint next = (uint)(1 + first.Length + missing);
        var talk = Http().Say(true, 1, Ask(1)).Say(false, 1, first).Say(true, 20, Ask(2)).Say(false, next, second).Say(true, 39, Ask(3), acknowledges: next + (uint)second.Length);
        Assert.Equal("/1 200, /2 404, /3 ", Exchanges(talk));
    }

    [Fact]
    public void Behind_a_gap_with_a_head_in_it_the_next_answer_is_that_of_the_last_request()
    {
        string answer = "rest of a line HTTP/1.1 500\nHTTP/1.1 201 OK\r\nContent-Length: 0\r\n\r\n";
        var talk = Http().Say(true, 1, Ask(1)).Say(true, 20, Ask(2)).Say(true, 39, Ask(3))
            .Say(false, 1, "HTTP/1.1 200 OK\r\nContent-").Say(false, 900, answer);
        Assert.Equal("/1 200, /2 , /3 ", Exchanges(talk));
        talk.Say(true, 58, Ask(4), acknowledges: 900 + (uint)answer.Length);
        Assert.Equal("/1 200, /2 , /3 201, /4 ", Exchanges(talk));
        talk.Say(false, 900 + (uint)answer.Length, "HTTP/1.1 204 OK\r\n\r\n");
        Assert.Equal("/1 200, /2 , /3 201, /4 204", Exchanges(talk));
    }

    [Fact]
    public void Behind_a_gap_with_requests_in_it_the_next_is_the_first_without_an_answer()
    {
        const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        var talk = Http().Say(true, 1, Ask(1)).Say(false, 1, Empty).Say(false, 1 + (uint)Empty.Length, Empty).Say(true, 39, "q: 1\r\n\r\n" + Ask(3)).End();
        Assert.Equal("/1 200,  200, /3 ", Exchanges(talk));
    }

    [Fact]
    public void Requests_behind_a_body_that_is_too_long_to_look_at_are_seen()
    {
        var talk = Http();
        talk.Say(true, 1, Ask(1)).Say(false, 1, "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n");
        for (int i = 0; i < 30; i++)
            talk.Say(false, (uint)(43 + 3000 * i), new string('x', 3000));
        talk.Say(true, 20, Ask(2));
        Assert.Equal("/1 200, /2 ", Exchanges(talk));
    }

    // 19 bytes.
    private static string Ask(int number) => $"GET /{number} HTTP/1.1\r\n\r\n";

    private static TcpTalk Http() => new(new FlowClassifier(AllDissectors.Make()));

    private static string Exchanges(TcpTalk talk)
    {
        var first = talk.Fields["HTTP"].AsMap();
        var further = first["Further"] is { IsNull: false } list ? list.AsList() : [];
        return string.Join(", ", further.Prepend(first).Select(one => $"{Text(one.AsMap()["Path"])} {Text(one.AsMap()["Status"])}"));
    }

    private static string Text(MetadataValue value) => value.IsNull ? "" : value.ToString();
}
