namespace Steffi.Netlink.Tests;

public class MappedTableTests
{
    private readonly MappedTable _table = new();
    private int _mapped;

    [Fact]
    public void A_short_table_is_mapped_at_each_change_and_only_then()
    {
        _table.Changed();
        Assert.Equal(1, Look(now: 0, length: 10));
        Assert.Equal(1, Look(now: 0, length: 10));
        _table.Changed();
        Assert.Equal(2, Look(now: 1, length: 10));
        Assert.Equal(long.MaxValue, _table.Due);
    }

    [Fact]
    public void A_long_table_waits_as_long_as_it_is()
    {
        _table.Changed();
        Look(now: 1000, length: 2560);
        _table.Changed();
        Assert.Equal(1, Look(now: 10_999, length: 2560));
        Assert.Equal(11_000, _table.Due);
        Assert.Equal(2, Look(now: 11_000, length: 2560));
    }

    private int Look(long now, int length)
    {
        _table.Value(now, new int[length], _ => ++_mapped);
        return _mapped;
    }
}
