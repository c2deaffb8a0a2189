namespace Steffi.Netlink.Tests;

public class NsidTableTests
{
    private static readonly NamespaceCandidate[] Candidates = [new(10, "a"), new(20, "b"), new(30, "c")];
    private readonly NsidTable _table = new();

    [Fact]
    public void A_number_is_found_by_asking_about_namespaces()
    {
        Assert.Null(_table.Find(4));
        Assert.Equal(Candidates, _table.TakeQuestions(Candidates, now: 0, maximum: 10));
        _table.Asked(1, 10);
        _table.Asked(2, 20);
        Assert.False(_table.Answer(1, -1));
        Assert.True(_table.Answer(2, 4));
        Assert.Equal(20, _table.Find(4));
        Assert.Equal(long.MaxValue, _table.Due);
    }

    [Fact]
    public void Known_namespaces_are_not_asked_again()
    {
        _table.Find(4);
        _table.Asked(1, 20);
        _table.Answer(1, 4);
        _table.Find(5);
        Assert.Equal([10L, 30L], _table.TakeQuestions(Candidates, now: 0, maximum: 10).Select(c => c.Inode));
    }

    [Fact]
    public void Many_are_asked_in_turns_before_any_is_asked_again()
    {
        _table.Find(4);
        Assert.Equal([10L, 20L], _table.TakeQuestions(Candidates, now: 0, maximum: 2).Select(c => c.Inode));
        Assert.Equal([30L], _table.TakeQuestions(Candidates, now: 0, maximum: 2).Select(c => c.Inode));
        Assert.Empty(_table.TakeQuestions(Candidates, now: 0, maximum: 2));
    }

    [Fact]
    public void Rounds_without_an_answer_wait_longer_and_longer()
    {
        _table.Find(4);
        long now = 0, last = 0;
        for (int round = 0; round < 12; round++)
        {
            Assert.NotEmpty(_table.TakeQuestions(Candidates, now, 10));
            long wait = _table.Due - now;
            Assert.InRange(wait, Math.Min(last, 10_000), 10_000);
            last = wait;
            now = _table.Due;
        }
        Assert.Equal(10_000, last);
        _table.AskSoon();
        Assert.True(_table.Due <= now);
    }

    [Fact]
    public void A_number_given_up_is_unknown_again()
    {
        _table.Find(4);
        _table.Asked(1, 20);
        _table.Answer(1, 4);
        Assert.True(_table.Remove(4));
        Assert.Null(_table.Find(4));
    }
}
