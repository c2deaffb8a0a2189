using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

public class ClassifierTests
{
    [Fact]
    public void Segments_out_of_order_are_shown_in_order()
    {
        var one = new ScriptedDissector("X");
        new TcpTalk(new FlowClassifier([one])).Syn(true, 99).Say(true, 103, "def").Say(true, 100, "abc").Say(true, 106, "ghi");
        Assert.Equal([">abcdef|", ">abcdefghi|"], one.Shown);
    }

    [Fact]
    public void A_retransmission_shows_nothing_new_and_rewrites_nothing()
    {
        var one = new ScriptedDissector("X");
        new TcpTalk(new FlowClassifier([one])).Say(true, 100, "abc").Say(true, 100, "XYZ").Say(true, 101, "YZd");
        Assert.Equal([">abc|", ">abcd|"], one.Shown);
    }

    [Fact]
    public void Sequence_numbers_wrap()
    {
        var one = new ScriptedDissector("X");
        new TcpTalk(new FlowClassifier([one])).Syn(true, uint.MaxValue - 2).Say(true, 1, "def").Say(true, uint.MaxValue - 1, "abc");
        Assert.Equal([">abcdef|"], one.Shown);
    }

    [Fact]
    public void Both_directions_are_shown()
    {
        var one = new ScriptedDissector("X");
        new TcpTalk(new FlowClassifier([one])).Say(true, 100, "question").Say(false, 500, "answer");
        Assert.Equal([">question|", "<answer|question"], one.Shown);
    }

    [Fact]
    public void Who_is_on_its_port_is_asked_first_and_its_word_ends_it()
    {
        ScriptedDissector general = new("GENERAL"), there = new("THERE", 80) { Answer = (ref DissectorInput _, FlowFields _) => Verdict.Done };
        var talk = new TcpTalk(new FlowClassifier([general, there])).Say(true, 1, "x");
        Assert.Equal("THERE", talk.Application);
        Assert.False(talk.WantsMore);
        Assert.Empty(general.Shown);
    }

    [Fact]
    public void Who_keeps_to_its_ports_is_not_asked_elsewhere()
    {
        var shy = new ScriptedDissector("SHY", 21) { KeepsToPorts = true };
        var talk = new TcpTalk(new FlowClassifier([shy])).Say(true, 1, "x");
        Assert.Empty(shy.Shown);
        Assert.False(talk.WantsMore);
    }

    [Fact]
    public void Not_mine_ends_the_asking_and_leaves_no_facts()
    {
        var one = new ScriptedDissector("X");
        one.Answer = (ref DissectorInput _, FlowFields fields) =>
        {
            fields.Set("X", "Guess", 1);
            return one.Shown.Count == 1 ? Verdict.More : Verdict.NotMine;
        };
        var talk = new TcpTalk(new FlowClassifier([one])).Say(true, 1, "a").Say(true, 2, "b").Say(true, 3, "c");
        Assert.Equal(2, one.Shown.Count);
        Assert.Equal(0, talk.Fields.Count);
    }

    [Fact]
    public void Facts_written_before_the_verdict_show_once_it_is_confirmed()
    {
        var one = new ScriptedDissector("X");
        one.Answer = (ref DissectorInput _, FlowFields fields) =>
        {
            fields.Set("X", $"K{one.Shown.Count}", one.Shown.Count);
            return one.Shown.Count == 1 ? Verdict.More : Verdict.Confirmed;
        };
        var talk = new TcpTalk(new FlowClassifier([one])).Say(true, 1, "a");
        Assert.Equal(0, talk.Fields.Count);
        talk.Say(true, 2, "b").Say(true, 3, "c");
        Assert.Equal("""{"X":{"K1":1,"K2":2,"K3":3}}""", talk.Fields.ToString());
        Assert.True(talk.WantsMore);
    }

    [Fact]
    public void One_that_throws_is_dropped_for_the_flow_and_named()
    {
        ScriptedDissector bad = new("BAD") { Answer = (ref DissectorInput _, FlowFields _) => throw new InvalidOperationException("oops") };
        ScriptedDissector good = new("GOOD");
        good.Answer = (ref DissectorInput _, FlowFields _) => good.Shown.Count == 2 ? Verdict.Done : Verdict.More;
        var classifier = new FlowClassifier([bad, good]);
        var talk = new TcpTalk(classifier).Say(true, 1, "a").Say(true, 2, "b");
        Assert.Equal("GOOD", talk.Application);
        Assert.Equal(
            [new("ScriptedDissector", "BAD", 1, 0, 1, "InvalidOperationException: oops"), new("ScriptedDissector", "GOOD", 2, 1, 0, null)],
            classifier.Statistics);
    }

    [Fact]
    public void What_a_proxy_carries_is_asked_about_anew_and_names_the_flow()
    {
        ScriptedDissector inner = new("INNER"), proxy = new("PROXY");
        inner.Answer = (ref DissectorInput input, FlowFields _) => input.Payload.StartsWith("hello"u8) ? Verdict.Done : Verdict.NotMine;
        proxy.Answer = (ref DissectorInput input, FlowFields _) =>
        {
            if (input.FromClient)
                return Verdict.More;
            (input.InnerPayload, input.InnerOpposite) = (3, 8);
            return Verdict.Carries;
        };
        var talk = new TcpTalk(new FlowClassifier([inner, proxy])).Say(true, 1, "connect.").Say(false, 1, "ok.");
        Assert.Equal("PROXY", talk.Application);
        talk.Say(true, 9, "hello");
        Assert.Equal("INNER", talk.Application);
        Assert.Equal([">connect.|", ">hello|"], inner.Shown);
    }

    [Fact]
    public void What_was_taken_is_neither_shown_again_nor_kept()
    {
        var one = new ScriptedDissector("X");
        one.Answer = (ref DissectorInput input, FlowFields _) =>
        {
            if (input.Payload is not [.., (byte)'.'])
                return Verdict.More;
            (input.Taken, input.TakenOpposite) = (input.Payload.Length, input.Opposite.Length);
            return Verdict.Confirmed;
        };
        // With room for one buffer: that of the first flow is free again.
        var classifier = new FlowClassifier([one], new ClassifierOptions { MaxBuffered = 1 });
        new TcpTalk(classifier).Say(true, 1, "a.").Say(false, 1, "b.").Say(true, 3, "d.").Say(false, 3, "e.");
        Assert.Equal([">a.|", "<b.|", ">d.|", "<e.|"], one.Shown);
        one.Shown.Clear();
        var talk = new TcpTalk(new FlowClassifier([one])).Say(true, 1, "a").Say(true, 3, ".").Say(true, 2, "b").Say(false, 1, "c").Say(true, 4, "d").Say(false, 2, ".");
        Assert.Equal([">a|", ">ab.|", "<c|", ">d|c", "<c.|d"], one.Shown);
        Assert.True(talk.WantsMore);
    }

    [Fact]
    public void Looking_stops_after_the_packets_it_may_take_with_a_last_word()
    {
        var one = new ScriptedDissector("X");
        one.Answer = (ref DissectorInput input, FlowFields _) => input.IsTruncated ? Verdict.Done : Verdict.More;
        var talk = new TcpTalk(new FlowClassifier([one], new ClassifierOptions { MaxPackets = 2 })).Say(true, 1, "a").Say(true, 2, "b").Say(true, 3, "c");
        Assert.Equal([">a|", ">ab|", ">ab|!"], one.Shown);
        Assert.Equal("X", talk.Application);
        Assert.False(talk.WantsMore);
    }

    [Fact]
    public void No_more_than_the_bytes_it_may_take_are_shown()
    {
        var one = new ScriptedDissector("X");
        new TcpTalk(new FlowClassifier([one], new ClassifierOptions { MaxBytes = 4 })).Say(true, 1, "abc").Say(true, 4, "def").Say(true, 7, "ghi").Say(false, 1, "xyz");
        Assert.Equal([">abc|", ">abcd|!", "<xyz|abcd"], one.Shown);
    }

    [Fact]
    public void The_end_of_a_flow_is_a_last_look()
    {
        var one = new ScriptedDissector("X");
        var talk = new TcpTalk(new FlowClassifier([one])).Say(true, 1, "abc").End();
        Assert.Equal([">abc|", ">abc|!"], one.Shown);
        Assert.Null(talk.Application);
    }

    [Fact]
    public void Flows_that_nobody_wants_allocate_nothing()
    {
        var classifier = new FlowClassifier([new Refusing()]);
        byte[] payload = new byte[100];
        Ask(100);
        // What a flow allocates shows in every turn; a collection that another test causes, in one.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Ask(10_000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));

        void Ask(int flows)
        {
            for (int i = 0; i < flows; i++)
            {
                FlowClassification? flow = null;
                classifier.Classify(ref flow, new ClassifiedPacket { Carrier = DissectorCarriers.Tcp, Payload = default, FromA = true, SourcePort = 1, DestinationPort = 2, Time = 1, IsSyn = true });
                classifier.Classify(ref flow, new ClassifiedPacket { Carrier = DissectorCarriers.Tcp, Payload = payload, FromA = true, SourcePort = 1, DestinationPort = 2, Time = 1, Sequence = 1 });
                Assert.Null(flow);
            }
        }
    }

    [Fact]
    public void More_dissectors_than_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => new FlowClassifier([.. Enumerable.Repeat(new ScriptedDissector("X"), 129)]));

    private sealed class Refusing() : FlowDissector("NONE", DissectorCarriers.Tcp)
    {
        public override Verdict Dissect(ref DissectorInput input, FlowFields fields) => Verdict.NotMine;
    }
}
